using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>What an energised REJECT means, and what is left of it when the program hangs. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class PolarityTests
{
    [Fact]
    public void A_good_part_passes()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Until(200_000);

        Assert.Equal("", bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Statistics.Ok);
        Assert.Equal(0, bench.Cycle.PartsInFlight);
    }

    [Fact]
    public void With_energise_to_pass_the_output_moves_for_good_parts_only()
    {
        var bench = CycleBench.Online(settings => settings.Polarity = Polarity.EnergiseToPass);
        bench.Part(10_000, CycleBench.Good);
        bench.Part(60_000, CycleBench.Bad);
        bench.Until(300_000);

        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
    }

    [Theory]
    [InlineData(Polarity.EnergiseToReject, "113000-123000")]
    [InlineData(Polarity.EnergiseToPass, "")]
    public void A_program_that_hangs_after_the_trigger_still_rejects_the_part(Polarity polarity, string pulses)
    {
        var bench = CycleBench.Online(settings => settings.Polarity = polarity);
        bench.Part(10_000, CycleBench.Good);
        bench.Clock.RunUntil(400_000); // nobody calls Step

        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
    }
}
