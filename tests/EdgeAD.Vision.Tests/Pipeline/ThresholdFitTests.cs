using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class ThresholdFitTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(40, 0.01, 0.20)]
    [InlineData(200, 0.01, 0.12)]
    [InlineData(2000, 0.01, 0.05)]
    [InlineData(2000, 0.1, 0.05)]
    [InlineData(200, 0.001, 0.20)]
    public void The_quantile_of_gumbel_scores_is_recovered(int parts, double rate, double tolerance)
    {
        const double location = 2, scale = 0.5;
        double quantile = location - (scale * Math.Log(-Math.Log(1 - rate)));
        var random = new Random(parts);
        double[] thresholds = [.. Enumerable.Range(0, 200).Select(_ => TailQuantile.Of([.. Gumbel(random, parts, location, scale).Select(v => (double)v).Order()], rate))];
        double typical = thresholds.Order().ElementAt(100), spread = thresholds.Average(t => Math.Abs(t - quantile)) / (quantile - location);
        output.WriteLine(FormattableString.Invariant($"{parts} parts, rate {rate}: quantile {quantile:f3}, median threshold {typical:f3}, mean error {100 * spread:f1} % of the tail"));
        Assert.InRange((typical - location) / (quantile - location), 1 - (tolerance / 2), 1 + (tolerance / 2) + (rate * parts >= 1 ? 0.05 : 0)); // the higher of two leans upwards
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
        // 200 parts, two of which may be rejected: the third highest score decides when the tail is heavier than any that is fitted.
        float[] scores = [.. Enumerable.Range(0, 196).Select(i => i / 200f), 50, 60, 70, 80];
        ThresholdFit fit = ThresholdFit.From(scores, 0.01);
        Assert.Equal((60f, 200, 2), (fit.Threshold, fit.Parts, fit.Rejects));

        // Below one part the rate cannot be counted: the tail decides alone.
        Assert.True(ThresholdFit.From(scores, 0.004).Threshold < 60);
        Assert.Equal(3, ThresholdFit.From(scores, 0.015).Rejects);
    }

    [Theory]
    [InlineData(30, 0.01)]
    [InlineData(100, 0.01)]
    [InlineData(100, 0.05)]
    public void The_interval_holds_the_true_quantile_most_of_the_time(int parts, double rate)
    {
        double quantile = -Math.Log(-Math.Log(1 - rate));
        var random = new Random(parts);
        const int runs = 200;
        int held = 0;
        for (int i = 0; i < runs; i++)
        {
            ThresholdFit fit = ThresholdFit.From(Gumbel(random, parts, 0, 1), rate);
            Assert.InRange(fit.Threshold, Math.Min(fit.Low, fit.Threshold), Math.Max(fit.High, fit.Threshold));
            if (fit.Low <= quantile && quantile <= fit.High)
                held++;
        }

        output.WriteLine(FormattableString.Invariant($"{parts} parts, rate {rate}: the 90 % interval holds the quantile in {100.0 * held / runs:f0} % of the runs"));
        Assert.InRange(held, 0.7 * runs, runs); // a bootstrap of few parts is a little too narrow
    }

    [Fact]
    public void A_threshold_between_good_parts_and_defects_stands_in_the_middle_of_the_gap()
    {
        Assert.Equal(5, ThresholdFit.Between([1, 2, 4], [6, 9]));
        Assert.Equal(4.5f, ThresholdFit.Between([1, 2, 4], [3, 5, 6, 7])); // one escape of four is cheaper than a third of the good parts
        Assert.Equal(1, ThresholdFit.Between([1, 1], [1, 1]));
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

    [Fact]
    public void A_threshold_that_is_moved_counts_its_own_rejects()
    {
        List<float> scores = Gumbel(new Random(4), 40, 0, 1);
        float moved = scores.Order().ElementAt(34);
        ThresholdFit fit = ThresholdFit.From(scores, 0.01), other = fit.MovedTo(moved, scores);
        Assert.Equal((moved, 40, 5, fit.Low, fit.High), (other.Threshold, other.Parts, other.Rejects, other.Low, other.High));
    }

    private static List<float> Gumbel(Random random, int count, double location, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(location - (scale * Math.Log(-Math.Log(1 - random.NextDouble())))))];
}
