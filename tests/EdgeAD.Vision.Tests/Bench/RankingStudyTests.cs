using System.Globalization;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Search;

namespace EdgeAD.Vision.Tests.Bench;

public sealed class RankingStudyTests
{
    [Fact]
    public void Weights_are_found_again_on_a_set_that_they_were_fitted_without()
    {
        DetectionCase[] cases = [.. ((string[])["a", "b", "c"]).Select((name, i) => Case(name, i, synthetic => 0.5 + (0.4 * synthetic)))];
        var study = new RankingStudy(cases);
        double[] weights = study.Fit(without: "b");
        Assert.InRange(weights[0], 0.3, 0.45);
        Assert.All(weights.Skip(1), w => Assert.InRange(w, -0.03, 0.03));
        Assert.Equal(study.Best("b"), study.Worth("b", weights), 6);
    }

    [Fact]
    public void A_set_where_synthetic_defects_mislead_does_not_touch_the_weights_it_is_judged_by()
    {
        DetectionCase[] cases = [Case("a", 0, s => 0.5 + (0.4 * s)), Case("b", 1, s => 0.5 + (0.4 * s)), Case("odd", 2, s => 0.9 - (0.4 * s))];
        var study = new RankingStudy(cases);
        Assert.True(study.Fit(without: "odd")[0] > 0.3);
        Assert.True(study.Fit(without: null)[0] < study.Fit(without: "odd")[0]);
        Assert.True(study.Worth("odd", study.Fit(without: "odd")) < study.Best("odd"));
    }

    [Fact]
    public void The_defaults_stay_unless_something_is_clearly_ahead()
    {
        double[] weights = [.. Objective.Names.Select((_, i) => i == 0 ? 1.0 : 0)];
        DetectionCase ahead = TwoTrials(plain: 0.800, other: 0.800 + (2 * Objective.Lead)), level = TwoTrials(plain: 0.800, other: 0.800 + (Objective.Lead / 2));
        Assert.Equal(0.9, new RankingStudy([ahead]).Worth("two", weights), 6);
        Assert.Equal(0.7, new RankingStudy([level]).Worth("two", weights), 6);
    }

    private static DetectionCase TwoTrials(double plain, double other) => new("built-in", "two", 0, "", new Dictionary<string, double>())
    {
        Defaults = "plain",
        Trials = [Trial("plain", plain, 0, real: 0.7), Trial("other", other, 0, real: 0.9)],
    };

    private static DetectionCase Case(string set, int seed, Func<double, double> real)
    {
        var random = new Random(seed);
        double[] synthetic = [.. Enumerable.Range(0, 40).Select(_ => 0.5 + (0.5 * random.NextDouble()))];
        return new DetectionCase("built-in", set, 0, "", new Dictionary<string, double>())
        {
            Defaults = "none",
            Trials = [.. synthetic.Select((s, i) => Trial($"t{i}", s, random.NextDouble(), real(s)))],
        };
    }

    private static Trial Trial(string key, double synthetic, double noise, double real) => new(
        0, 1, ModelSearch.ScreenStage, key,
        new Dictionary<string, string>
        {
            [TrialRecord.Cuts] = noise > 0.5 ? "block_5_add" : "block_3_project block_8_add", [TrialRecord.Density] = noise > 0.3 ? "cell" : "shared4", [TrialRecord.Grey] = "false",
            [TrialRecord.Input] = noise > 0.7 ? "128" : "96", [TrialRecord.Dimensions] = "16", [TrialRecord.TopFraction] = noise.ToString(CultureInfo.InvariantCulture),
        },
        new Dictionary<string, double> { [TrialRecord.Auroc] = synthetic, [TrialRecord.Paired] = 0.5 + (noise / 2), [TrialRecord.HardRecall] = noise * noise, [TrialRecord.RealAuroc] = real },
        DateTimeOffset.UnixEpoch, 0);
}
