namespace EdgeAD.Vision.Evaluation;

/// <summary>Milliseconds from the first row pushed to the verdict, on the machine that evaluated.</summary>
/// <param name="Median">Half of the pictures took at most this.</param>
/// <param name="P95">95 % of the pictures took at most this.</param>
public sealed record Latency(double Median, double P95)
{
    /// <summary>Summarises; null without measurements.</summary>
    public static Latency? Of(IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted.Length == 0 ? null : new Latency(Quantile(sorted, 0.5), Quantile(sorted, 0.95));
    }

    // Smallest measurement with at least this share at or below it.
    private static double Quantile(double[] sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
