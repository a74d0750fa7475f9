using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Only a score up to the threshold is OK. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class VerdictTests
{
    [Theory]
    [InlineData(5f, 5f, false, true)] // at the threshold is good
    [InlineData(5.01f, 5f, false, false)]
    [InlineData(1f, 5f, true, false)] // the engine's verdict counts as well
    [InlineData(float.NaN, 5f, false, false)]
    [InlineData(1f, float.NaN, false, false)]
    [InlineData(float.NegativeInfinity, 5f, false, true)]
    public void Only_a_score_up_to_the_threshold_is_good(float score, float threshold, bool engineRejects, bool good)
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, new Judgement(score, threshold, engineRejects, 1000));
        bench.Until(100_000);

        Assert.Equal(good, bench.Level(SignalNames.Ok));
        Assert.Equal(!good, bench.Level(SignalNames.Ng));
    }
}
