namespace EdgeAD.Vision.Bench;

/// <summary>Seconds that training took.</summary>
/// <param name="Family">One of <see cref="TrainingBench.Families"/>.</param>
/// <param name="Pictures">Good pictures that were learnt from.</param>
/// <param name="Fastest">Least of all runs.</param>
/// <param name="Median">Median of all runs.</param>
/// <param name="Processor">Median of the seconds that all cores together worked: what other programs do on the machine hardly changes it.</param>
public sealed record TrainingTime(string Family, int Pictures, double Fastest, double Median, double Processor);
