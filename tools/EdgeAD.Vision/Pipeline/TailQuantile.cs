namespace EdgeAD.Vision.Pipeline;

/// <summary>A high quantile of a distribution of which only few samples are known.</summary>
/// <remarks>
/// The larger half of the samples is taken for the tail and a generalised Pareto distribution fitted to it by probability-weighted moments (Hosking, Wallis:
/// "Parameter and quantile estimation for the generalized Pareto distribution", Technometrics 1987). Its shape is kept between a light and a moderately heavy
/// tail: a few dozen samples cannot tell more. Once there are enough samples for the rate to be counted (rate times samples at least 1), the empirical quantile
/// takes over where it is the higher one. How this compares with other estimators: docs/detection.md, and TailQuantileTests prints its own figures.
/// </remarks>
internal static class TailQuantile
{
    private const double LightestShape = -0.2, HeaviestShape = 0.2;
    private const int FewestTail = 4;

    /// <summary>The value that a share <paramref name="rate"/> of the distribution exceeds.</summary>
    /// <param name="sorted">Samples in rising order, at least three.</param>
    /// <param name="rate">Above 0, below 0.5.</param>
    public static double Of(double[] sorted, double rate)
    {
        int n = sorted.Length, tail = Math.Min(Math.Max(n / 2, FewestTail), n - 1);
        double start = sorted[n - tail - 1], mean = 0, weighted = 0;
        for (int i = 0; i < tail; i++)
        {
            double excess = sorted[n - tail + i] - start;
            mean += excess / tail;
            weighted += (tail - 1.0 - i) / Math.Max(tail - 1, 1) * excess / tail; // moment with weight 1 - F
        }

        double spread = mean - (2 * weighted);
        double shape = spread > 0 ? Math.Clamp(2 - (mean / spread), LightestShape, HeaviestShape) : LightestShape;
        double beyond = rate * n / tail; // share of the tail that may lie above
        double quantile = start + (mean * (1 - shape) * (Math.Abs(shape) < 1e-6 ? -Math.Log(beyond) : (Math.Pow(beyond, -shape) - 1) / shape));
        int allowed = (int)(rate * n);
        return allowed > 0 ? Math.Max(quantile, sorted[n - 1 - allowed]) : quantile;
    }
}
