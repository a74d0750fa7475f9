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
    /// Matalas, Wallis 1979), which few samples suffice for. Once there are enough parts for the rate to be counted (rate times parts at least 1),
    /// the empirical quantile takes over where it is the higher one.
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
        float threshold = (float)(allowed > 0 ? Math.Max(tail, sorted[n - 1 - allowed]) : tail);
        return new ThresholdFit(threshold, n, sorted.Count(s => !((float)s <= threshold)));
    }
}
