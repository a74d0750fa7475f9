using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>ERR stays until RESET. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class ErrorLatchTests
{
    [Fact]
    public void ERR_stays_until_RESET_and_READY_stays_off_meanwhile_though_parts_are_still_judged()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good, PartFault.LateJudgement);
        bench.Part(100_000, CycleBench.Good);
        bench.Until(200_000);

        Assert.True(bench.Level(SignalNames.Error));
        Assert.False(bench.Level(SignalNames.Ready));
        Assert.Equal(1, bench.Statistics.Ok);

        bench.Pulse(LineInput.Reset, 210_000);
        bench.Until(220_000);

        Assert.False(bench.Level(SignalNames.Error));
        Assert.True(bench.Level(SignalNames.Ready));
        Assert.Equal(Fault.None, bench.Cycle.Faults);
        var cleared = bench.Events()[^1];
        Assert.Equal((EventKind.FaultsCleared, Fault.LateJudgement), (cleared.Kind, cleared.Fault));
    }

    [Fact]
    public void A_spike_on_RESET_clears_nothing()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good, PartFault.CameraRefuses);
        bench.Pulse(LineInput.Reset, 50_000, width: 500);
        bench.Until(60_000);

        Assert.True(bench.Level(SignalNames.Error));
    }
}
