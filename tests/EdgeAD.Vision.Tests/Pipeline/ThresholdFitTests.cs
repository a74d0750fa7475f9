using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class ThresholdFitTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(40, 0.01, 0.20)]
    [InlineData(200, 0.01, 0.10)]
    [InlineData(2000, 0.01, 0.05)]
    [InlineData(2000, 0.1, 0.05)]
    [InlineData(200, 0.001, 0.12)]
    public void The_quantile_of_gumbel_scores_is_recovered(int parts, double rate, double tolerance)
    {
        const double location = 2, scale = 0.5;
        double quantile = location - (scale * Math.Log(-Math.Log(1 - rate)));
        var random = new Random(parts);
        double[] thresholds = [.. Enumerable.Range(0, 200).Select(_ => (double)ThresholdFit.From(Gumbel(random, parts, location, scale), rate).Threshold)];
        double typical = thresholds.Order().ElementAt(100), spread = thresholds.Average(t => Math.Abs(t - quantile)) / (quantile - location);
        output.WriteLine(FormattableString.Invariant($"{parts} parts, rate {rate}: quantile {quantile:f3}, median threshold {typical:f3}, mean error {100 * spread:f1} % of the tail"));
        Assert.InRange((typical - location) / (quantile - location), 1 - (tolerance / 2), 1 + (tolerance / 2) + (rate * parts >= 1 ? 0.05 : 0)); // the higher of two estimates leans upwards
        Assert.True(spread < tolerance, $"mean error {spread}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void Few_parts_give_a_finite_threshold_above_their_scores(int parts)
    {
        var random = new Random(parts);
        for (int i = 0; i < 50; i++)
        {
            List<float> scores = Gumbel(random, parts, 1, 0.3);
            ThresholdFit fit = ThresholdFit.From(scores, 0.01);
            Assert.True(float.IsFinite(fit.Threshold));
            Assert.True(fit.Threshold > scores.Average());
            Assert.Equal((parts, scores.Count(s => s > fit.Threshold)), (fit.Parts, fit.Rejects));
        }
    }

    [Fact]
    public void The_counted_quantile_takes_over_where_it_is_higher()
    {
        // 200 parts, two of which may be rejected: the third highest score decides when the tail is heavier than Gumbel's.
        float[] scores = [.. Enumerable.Range(0, 196).Select(i => i / 200f), 50, 60, 70, 80];
        Assert.Equal(new ThresholdFit(60, 200, 2), ThresholdFit.From(scores, 0.01));

        // Below one part the rate cannot be counted: the tail decides alone.
        Assert.True(ThresholdFit.From(scores, 0.004).Threshold < 60);
        Assert.Equal(3, ThresholdFit.From(scores, 0.015).Rejects);
    }

    [Fact]
    public void The_order_of_the_scores_does_not_matter() =>
        Assert.Equal(ThresholdFit.From([1, 2, 3, 7, 5], 0.01), ThresholdFit.From([7, 3, 5, 1, 2], 0.01));

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(-123.456f)]
    [InlineData(1e6f)]
    public void Equal_scores_are_all_accepted(float score)
    {
        ThresholdFit fit = ThresholdFit.From([.. Enumerable.Repeat(score, 12)], 0.01);
        Assert.Equal(0, fit.Rejects);
        Assert.Equal(score, fit.Threshold, 1e-3f + (1e-6f * Math.Abs(score)));
    }

    [Fact]
    public void A_lower_rate_gives_a_higher_threshold()
    {
        List<float> scores = Gumbel(new Random(3), 30, 0, 1);
        float[] thresholds = [.. ((double[])[0.1, 0.05, 0.01, 0.001]).Select(r => ThresholdFit.From(scores, r).Threshold)];
        Assert.Equal(thresholds.Order(), thresholds);
        Assert.Equal(4, thresholds.Distinct().Count());
    }

    private static List<float> Gumbel(Random random, int count, double location, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(location - (scale * Math.Log(-Math.Log(1 - random.NextDouble())))))];
}
