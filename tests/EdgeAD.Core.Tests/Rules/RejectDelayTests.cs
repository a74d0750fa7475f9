using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>The reject delay counts from the moment of exposure, less what the part had moved beyond its place by then. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class RejectDelayTests
{
    [Fact]
    public void A_bad_part_is_rejected_after_the_output_delay_counted_from_its_exposure()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(200_000);

        Assert.Equal("13000-14000", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Statistics.Ng);
    }

    [Fact]
    public void When_the_exposure_comes_late_the_part_does_not_and_the_delay_is_so_much_shorter()
    {
        var bench = CycleBench.Online();
        bench.NextJudgement = CycleBench.Bad;
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(17_000);
        bench.Inputs.Drive(LineInput.Trigger, false);
        bench.Until(300_000);

        Assert.Equal("17100-18100", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(4100, bench.Statistics.ExposureLateMax);
    }

    [Fact]
    public void A_step_that_comes_late_moves_neither_the_trigger_nor_the_pulse()
    {
        var bench = CycleBench.Online(settings => settings.TriggerDelay = 30_000);
        bench.NextJudgement = CycleBench.Bad;
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(35_000);
        bench.Inputs.Drive(LineInput.Trigger, false);
        bench.Cycle.Step();
        bench.Clock.RunUntil(85_000);
        bench.Cycle.Step();
        bench.Until(300_000);

        Assert.Equal("40000-41000", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("140000-150000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.None, bench.Cycle.Faults);
    }

    [Fact]
    public void A_trigger_noticed_after_the_part_has_passed_the_rejector_raises_ERR()
    {
        var bench = CycleBench.Online();
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(200_000);
        bench.Cycle.Step();

        Assert.True(((int)bench.Cycle.Faults & (int)Fault.RejectTooLate) != 0);
        Assert.Equal(1, bench.Statistics.RejectsTooLate);
        Assert.True(bench.Level(SignalNames.Error));
    }
}
