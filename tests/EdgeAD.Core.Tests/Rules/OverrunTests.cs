using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Triggers that come too early, offline, or find the queue full. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class OverrunTests
{
    [Theory]
    [InlineData(UnjudgedPolicy.Reject, "123000-133000")]
    [InlineData(UnjudgedPolicy.Pass, "")]
    public void A_trigger_while_busy_is_counted_raises_ERR_and_follows_the_overrun_policy(UnjudgedPolicy policy, string pulses)
    {
        var bench = CycleBench.Online(settings => settings.OverrunPolicy = policy);
        bench.Part(10_000, CycleBench.Good);
        bench.Part(20_000, CycleBench.Good);
        bench.Until(300_000);

        Assert.Equal(2, bench.Statistics.Triggers);
        Assert.Equal(1, bench.Statistics.MissedTriggers);
        Assert.Equal("21000-", bench.Pulses(SignalNames.Error));
        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Statistics.Ok);
    }

    [Fact]
    public void A_trigger_while_a_result_is_handed_over_is_missed_too()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Part(34_000, CycleBench.Good);
        bench.Until(300_000);

        Assert.Equal(1, bench.Statistics.MissedTriggers);
        Assert.Equal("137000-147000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_trigger_while_offline_is_rejected_and_raises_ERR()
    {
        var bench = new CycleBench(CycleBench.Quick());
        bench.Part(10_000, CycleBench.Good);
        bench.Until(300_000);

        Assert.Equal(Fault.Offline, bench.Cycle.Faults);
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal("", bench.Pulses(SignalNames.Ready));
    }

    [Fact]
    public void Going_offline_gives_up_the_part_that_is_being_judged()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Cycle.GoOffline();
        bench.Until(300_000);

        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(EventKind.Offline, bench.Events()[^1].Kind);
        Assert.False(bench.Level(SignalNames.Ready));
        Assert.False(bench.Level(SignalNames.Busy));
    }

    [Fact]
    public void A_part_that_finds_the_queue_full_raises_ERR_at_once()
    {
        var bench = CycleBench.Online(settings =>
        {
            settings.FifoDepth = 2;
            settings.OutputDelay = 300_000;
        });
        bench.Part(10_000, CycleBench.Good);
        bench.Part(60_000, CycleBench.Good);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(500_000);

        Assert.Equal("111000-", bench.Pulses(SignalNames.Error));
        Assert.Equal(Fault.FifoFull, bench.Cycle.Faults);
        Assert.Equal(1, bench.Statistics.Unjudged);
        Assert.Equal(2, bench.Statistics.QueueHighWater);
    }
}
