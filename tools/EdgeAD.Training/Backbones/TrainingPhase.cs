namespace EdgeAD.Training.Backbones;

/// <summary>What distinguishes one stretch of a training from another.</summary>
/// <param name="Forced">Blocks read the teacher's maps.</param>
/// <param name="BatchStatistics">Batch norm uses the batch's statistics.</param>
/// <param name="Quantized">int8 is simulated.</param>
internal readonly record struct TrainingPhase(bool Forced, bool BatchStatistics, bool Quantized)
{
    public static TrainingPhase At(BackboneTrainingOptions options, int step)
    {
        double done = (double)step / options.Steps;
        return new TrainingPhase(
            options.Teacher is not null && done < options.ForcedShare,
            done < 1 - options.FrozenNormShare,
            done >= 1 - options.QuantizedShare);
    }
}
