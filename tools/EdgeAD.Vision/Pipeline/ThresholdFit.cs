namespace EdgeAD.Vision.Pipeline;

/// <summary>The threshold that good parts alone can give.</summary>
/// <param name="Threshold">Parts that score above it are rejected.</param>
/// <param name="Parts">Independent good parts behind it.</param>
/// <param name="Rejects">How many of them it would have rejected.</param>
/// <param name="Low">5 % quantile of the thresholds that as many other parts might have given.</param>
/// <param name="High">95 % quantile.</param>
internal sealed record ThresholdFit(float Threshold, int Parts, int Rejects, float Low, float High)
{
    private const int Resamples = 400;

    /// <summary>Fits a threshold.</summary>
    /// <remarks>The interval is a bootstrap over parts.</remarks>
    /// <param name="scores">Image scores of good parts that the scoring models had not seen: the worst one per part. At least three.</param>
    /// <param name="falseRejectRate">Share of good parts that may be rejected.</param>
    public static ThresholdFit From(IReadOnlyList<float> scores, double falseRejectRate)
    {
        double[] sorted = [.. scores.Select(s => (double)s).Order()];
        float threshold = (float)TailQuantile.Of(sorted, falseRejectRate);
        var random = new Random(1);
        double[] others =
        [
            .. Enumerable.Range(0, Resamples)
                .Select(_ => TailQuantile.Of([.. Enumerable.Range(0, sorted.Length).Select(_ => sorted[random.Next(sorted.Length)]).Order()], falseRejectRate))
                .Order(),
        ];
        return new ThresholdFit(threshold, sorted.Length, RejectsAt(threshold, scores), (float)others[Resamples / 20], (float)others[Resamples * 19 / 20]);
    }

    /// <summary>Another threshold for the same parts; the interval stays that of the fitted one.</summary>
    public ThresholdFit MovedTo(float threshold, IReadOnlyList<float> scores) => this with { Threshold = threshold, Rejects = RejectsAt(threshold, scores) };

    /// <summary>The threshold with the least sum of false-reject rate and escape rate, in the middle of the gap where it stands: for users who choose to look at defects.</summary>
    /// <param name="good">Scores of good parts, as above.</param>
    /// <param name="defects">Scores of pictures of defects.</param>
    public static float Between(IReadOnlyList<float> good, IReadOnlyList<float> defects)
    {
        float[] all = [.. good.Concat(defects).Distinct().Order()];
        float best = all[^1];
        double least = double.PositiveInfinity;
        for (int i = 0; i < all.Length; i++)
        {
            double cost = ((double)good.Count(s => s > all[i]) / good.Count) + ((double)defects.Count(s => s <= all[i]) / defects.Count);
            if (cost < least)
                (least, best) = (cost, i + 1 < all.Length ? (all[i] + all[i + 1]) / 2 : all[i]);
        }

        return best;
    }

    private static int RejectsAt(float threshold, IReadOnlyList<float> scores) => scores.Count(s => !(s <= threshold));
}
