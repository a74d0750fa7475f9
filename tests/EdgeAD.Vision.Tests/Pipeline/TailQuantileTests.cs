using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Tests.Pipeline;

/// <summary>Simulated score distributions: how many good parts a threshold from few of them really rejects.</summary>
public sealed class TailQuantileTests(ITestOutputHelper output)
{
    private const int Runs = 400, Reference = 200_000;

    public static TheoryData<string, int, double, double, double> Cases => new()
    {
        // distribution, parts, rate asked for, least and largest mean rate that may come of it
        { "normal", 10, 0.01, 0.003, 0.025 },
        { "normal", 30, 0.01, 0.003, 0.015 },
        { "normal", 300, 0.01, 0.003, 0.012 },
        { "gumbel", 10, 0.01, 0.01, 0.04 },
        { "gumbel", 30, 0.01, 0.008, 0.025 },
        { "gumbel", 100, 0.01, 0.008, 0.018 },
        { "gumbel", 300, 0.01, 0.007, 0.015 },
        { "gamma", 30, 0.01, 0.008, 0.025 },
        { "lognormal", 30, 0.01, 0.008, 0.03 },
        { "lognormal", 100, 0.01, 0.008, 0.02 },
        { "student", 100, 0.01, 0.008, 0.022 },
        { "few odd ones", 30, 0.01, 0.01, 0.045 }, // 6 % come from elsewhere: thirty parts show one or two of them
        { "few odd ones", 300, 0.01, 0.006, 0.018 },
        { "gumbel", 30, 0.05, 0.04, 0.075 },
        { "normal", 100, 0.05, 0.03, 0.06 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_rate_that_comes_is_about_the_rate_asked_for(string distribution, int parts, double rate, double least, double most)
    {
        var random = new Random(parts);
        double[] all = [.. Enumerable.Range(0, Reference).Select(_ => Draw(random, distribution)).Order()];
        double quantile = all[(int)((1 - rate) * Reference)], median = all[Reference / 2];
        double[] thresholds = [.. Enumerable.Range(0, Runs).Select(_ => TailQuantile.Of([.. Enumerable.Range(0, parts).Select(_ => Draw(random, distribution)).Order()], rate))];
        double[] rates = [.. thresholds.Select(t => (double)Above(all, t) / Reference)];
        double excess = thresholds.Order().ElementAt(Runs / 2) - quantile;
        output.WriteLine(FormattableString.Invariant(
            $"{distribution,-13} {parts,4} parts, asked {100 * rate,2:f0} %: {100 * rates.Average():f2} % come, more than thrice the rate in {100.0 * rates.Count(r => r > 3 * rate) / Runs:f0} % of the runs; threshold {100 * excess / (quantile - median):+0;-0} % of the tail too high"));
        Assert.InRange(rates.Average(), least, most);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_handful_of_samples_gives_a_number(int count)
    {
        foreach (double[] samples in (double[][])[[.. Enumerable.Range(0, count).Select(i => (double)i)], new double[count], [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? 1e30 : 0)]])
            Assert.True(double.IsFinite(TailQuantile.Of(samples, 0.01)));
    }

    private static int Above(double[] sorted, double value)
    {
        int at = Array.BinarySearch(sorted, value);
        return sorted.Length - (at < 0 ? ~at : at);
    }

    private static double Draw(Random random, string distribution)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double Exponential() => -Math.Log(1 - random.NextDouble());
        return distribution switch
        {
            "normal" => Normal(),
            "gumbel" => -Math.Log(Exponential()),
            "gamma" => Exponential() + Exponential(),
            "lognormal" => Math.Exp(0.5 * Normal()),
            "student" => Math.Abs(Normal()) / Math.Sqrt((Exponential() + Exponential()) / 2), // four degrees of freedom
            _ => random.NextDouble() < 0.06 ? 5.5 + (3.5 * Exponential()) : 4 + (0.7 * Normal()),
        };
    }
}
