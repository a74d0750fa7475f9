using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Statistics of good frames that let the engine notice when light or focus moves.</summary>
internal static class DriftFit
{
    private const int InputStatistics = 2;
    private const float Rate = 1 / 16f; // the last few dozen parts count

    /// <summary>Smallest deviations between frames, so that a set taken in one quiet minute does not call every breath a drift: codes, codes, units of z.</summary>
    private const double BrightnessFloor = 0.5, SharpnessFloor = 0.1, FeatureFloor = 0.02 * HeadSpec.UnitDeviation;

    /// <summary>The model, watching its line.</summary>
    /// <param name="model">A complete model.</param>
    /// <param name="frames">Good frames.</param>
    /// <param name="cancel">Stops the work.</param>
    public static ModelContent Attach(ModelContent model, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        int count = InputStatistics + model.Head.Projected;
        var plain = new DriftSpec(new float[count], [.. Enumerable.Repeat(1f, count)], Rate, 1); // only to have the statistics computed
        var seen = new float[frames.Count][];
        EngineFarm.ForEach(ModelWriter.Write(model with { Drift = plain }), frames, (engine, i, frame) => seen[i] = engine.Statistics(frame), cancel);
        float[] mean = [.. Enumerable.Range(0, count).Select(s => (float)seen.Average(f => (double)f[s]))];
        float[] inverse = [.. Enumerable.Range(0, count).Select(s => (float)(1 / Deviation([.. seen.Select(f => (double)f[s])], Floor(s))))];

        // An average of the line's frames differs from the mean of n training frames by this many deviations.
        double spread = Math.Sqrt((Rate / (2 - Rate)) + (1.0 / frames.Count));
        return model with { Drift = new DriftSpec(mean, inverse, Rate, (float)(1 / spread)) };
    }

    private static double Deviation(double[] values, double floor)
    {
        double mean = values.Average(), n = values.Length;
        double variance = values.Sum(v => (v - mean) * (v - mean)) / Math.Max(n - 1, 1);
        return Math.Sqrt(variance + (floor * floor));
    }

    private static double Floor(int statistic) => statistic switch { 0 => BrightnessFloor, 1 => SharpnessFloor, _ => FeatureFloor };
}
