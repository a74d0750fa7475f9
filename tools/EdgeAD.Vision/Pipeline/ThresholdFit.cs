namespace EdgeAD.Vision.Pipeline;

/// <summary>The threshold that good parts alone can give.</summary>
/// <param name="Threshold">Parts that score above it are rejected.</param>
/// <param name="Parts">Independent good parts behind it.</param>
/// <param name="Rejects">How many of them it would have rejected.</param>
internal sealed record ThresholdFit(float Threshold, int Parts, int Rejects)
{
    private const double EulerGamma = 0.57721566490153286;

    /// <summary>Fits a threshold.</summary>
    /// <remarks>
    /// An image score is a largest value among cells, so its upper tail is taken as Gumbel's, fitted by probability-weighted moments (Landwehr,
    /// Matalas, Wallis 1979), which few samples suffice for. The empirical quantile takes over as soon as it is the higher one.
    /// </remarks>
    /// <param name="scores">Image scores of good parts that the scoring models had not seen: the worst one per part. At least two.</param>
    /// <param name="falseRejectRate">Share of good parts that may be rejected.</param>
    public static ThresholdFit From(IReadOnlyList<float> scores, double falseRejectRate)
    {
        double[] sorted = [.. scores.Select(s => (double)s).Order()];
        int n = sorted.Length;
        double mean = sorted.Average(), weighted = 0;
        for (int i = 0; i < n; i++)
            weighted += (double)i / (n - 1) * sorted[i] / n;
        double scale = Math.Max(((2 * weighted) - mean) / Math.Log(2), 1e-6);
        double location = mean - (EulerGamma * scale);
        double tail = location - (scale * Math.Log(-Math.Log(1 - falseRejectRate)));

        int allowed = (int)(falseRejectRate * n);
        double empirical = sorted[n - 1 - allowed];
        float threshold = (float)Math.Max(tail, empirical);
        return new ThresholdFit(threshold, n, sorted.Count(s => !((float)s <= threshold)));
    }
}
