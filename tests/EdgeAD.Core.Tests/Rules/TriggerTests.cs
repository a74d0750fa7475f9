using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Debounce and the edge of TRIG. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class TriggerTests
{
    [Theory]
    [InlineData(500, 0)] // shorter than Debounce
    [InlineData(900, 0)]
    [InlineData(1000, 1)]
    [InlineData(5000, 1)]
    public void A_pulse_shorter_than_Debounce_is_no_trigger(long width, int triggers)
    {
        var bench = CycleBench.Online();
        bench.Pulse(LineInput.Trigger, 10_000, width);
        bench.Until(200_000);

        Assert.Equal(triggers, bench.Statistics.Triggers);
        Assert.Equal(1 - triggers, bench.Statistics.TriggerBounces);
    }

    [Fact]
    public void A_bouncing_contact_is_one_trigger_that_counts_from_its_last_rise()
    {
        var bench = CycleBench.Online();
        foreach (long time in new[] { 10_000, 10_400, 10_800 })
        {
            bench.Until(time);
            bench.Inputs.Drive(LineInput.Trigger, true);
            bench.Until(time + 200);
            bench.Inputs.Drive(LineInput.Trigger, false);
        }

        bench.Pulse(LineInput.Trigger, 11_100);
        bench.Until(60_000);

        Assert.Equal(1, bench.Statistics.Triggers);
        Assert.Equal("14100-15100", bench.Pulses(SignalNames.Exposure));
        Assert.True(bench.Statistics.TriggerBounces >= 3);
    }

    [Fact]
    public void With_the_falling_edge_selected_the_rising_one_means_nothing()
    {
        var bench = new CycleBench(CycleBench.With(settings => settings.TriggerEdge = TriggerEdge.Falling));
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Cycle.GoOnline("m");
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, false);
        bench.Until(15_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Until(60_000);

        Assert.Equal(1, bench.Statistics.Triggers);
        Assert.Equal("13000-14000", bench.Pulses(SignalNames.Exposure));
    }

    [Fact]
    public void Lost_input_edges_raise_ERR()
    {
        var bench = CycleBench.Online();
        bench.Until(10_000);
        for (int i = 0; i < 10; i++)
        {
            bench.Inputs.Drive(LineInput.Trigger, true);
            bench.Inputs.Drive(LineInput.Trigger, false);
        }

        bench.Until(20_000);

        Assert.Equal(Fault.LostEdges, bench.Cycle.Faults);
        Assert.Equal(4, bench.Statistics.LostEdges);
    }
}
