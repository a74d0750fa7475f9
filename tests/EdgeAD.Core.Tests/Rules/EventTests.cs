using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Every decision is an event and ends in one counter. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class EventTests
{
    [Fact]
    public void Every_decision_is_an_event_with_all_its_numbers()
    {
        var bench = CycleBench.Online();
        bench.Clock.UtcAtStart = 1_700_000_000_000;
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(60_000);

        var last = bench.Events()[^1];
        Assert.Equal(2, last.Sequence);
        Assert.Equal(EventKind.Ng, last.Kind);
        Assert.Equal(33_000, last.Time);
        Assert.Equal(1_700_000_000_033, last.UtcMilliseconds);
        Assert.Equal(1, last.Part);
        Assert.Equal((10_000L, 13_000L, 20_000L), (last.TriggeredAt, last.ExposedAt, last.Latency));
        Assert.Equal((9f, 5f, true, "m"), (last.Score, last.Threshold, last.Rejected, last.ModelHash));
        Assert.Equal(-1, bench.Events()[0].UtcMilliseconds);
    }

    [Fact]
    public void Statistics_know_the_latency_and_every_trigger_ends_in_one_count()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Part(60_000, CycleBench.Good with { LatencyMicroseconds = 39_000 });
        bench.Part(70_000, CycleBench.Good);
        bench.Part(120_000, CycleBench.Good, PartFault.CameraHang);
        bench.Until(400_000);

        var statistics = bench.Statistics;
        Assert.Equal((20_000L, 30_000L, 40_000L), (statistics.LatencyMin, statistics.LatencyAverage, statistics.LatencyMax));
        Assert.Equal((4L, 1L, 1L, 2L), (statistics.Triggers, statistics.Ok, statistics.Ng, statistics.Unjudged));
        Assert.Equal(bench.Settings.Checksum(), statistics.SettingsChecksum);
    }
}
