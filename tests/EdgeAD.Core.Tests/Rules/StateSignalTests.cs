using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>READY, BUSY, OK, NG and RUN. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class StateSignalTests
{
    [Fact]
    public void Busy_lasts_from_the_believed_trigger_to_the_verdict_and_ready_is_its_opposite_after_the_strobe()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(60_000);

        Assert.Equal("11000-33000", bench.Pulses(SignalNames.Busy));
        Assert.Equal("33000-38000", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("0-11000 38000-", bench.Pulses(SignalNames.Ready));
        Assert.Equal("33000-", bench.Pulses(SignalNames.Ng));
        Assert.Equal("", bench.Pulses(SignalNames.Ok));
    }

    [Fact]
    public void Ok_and_Ng_are_both_off_while_the_next_part_is_judged()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Part(60_000, CycleBench.Good);
        bench.Until(100_000);

        Assert.Equal("33000-61000", bench.Pulses(SignalNames.Ng));
        Assert.Equal("83000-", bench.Pulses(SignalNames.Ok));
    }

    [Fact]
    public void Run_toggles_once_per_completed_judgement_and_never_otherwise()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Part(60_000, CycleBench.Bad);
        bench.Part(110_000, CycleBench.Good, PartFault.CameraHang);
        bench.Until(300_000);

        Assert.Equal("33000-83000", bench.Pulses(SignalNames.Run));
    }
}
