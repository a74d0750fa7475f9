using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Late judgements, late exposures and camera faults are NG plus ERR, never silence. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class NoJudgementTests
{
    [Theory]
    [InlineData(UnjudgedPolicy.Reject, "113000-123000")]
    [InlineData(UnjudgedPolicy.Pass, "")]
    public void A_judgement_that_comes_too_late_is_NG_and_ERR_and_the_policy_moves_the_rejector(UnjudgedPolicy policy, string pulses)
    {
        var bench = CycleBench.Online(settings => settings.NoJudgementPolicy = policy);
        bench.Part(10_000, CycleBench.Good, PartFault.LateJudgement);
        bench.Until(300_000);

        Assert.Equal("63100-", bench.Pulses(SignalNames.Ng));
        Assert.Equal("63100-", bench.Pulses(SignalNames.Error));
        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.LateJudgement, bench.Cycle.Faults);
        Assert.Equal(1, bench.Statistics.LateJudgements);
        Assert.Equal(0, bench.Statistics.Ok);
    }

    [Theory]
    [InlineData(PartFault.CameraHang, "63100-")]
    [InlineData(PartFault.CameraRefuses, "11000-")]
    public void A_camera_that_does_not_expose_is_NG_and_ERR_and_rejects(PartFault fault, string error)
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good, fault);
        bench.Until(300_000);

        Assert.Equal(error, bench.Pulses(SignalNames.Error));
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.Camera, bench.Cycle.Faults);
        Assert.Equal(1, bench.Statistics.CameraFaults);
    }

    [Fact]
    public void After_a_camera_fault_the_next_part_is_judged_again()
    {
        var bench = CycleBench.Online();
        bench.Part(10_000, CycleBench.Good, PartFault.CameraHang);
        bench.Part(80_000, CycleBench.Good);
        bench.Until(300_000);

        Assert.Equal(1, bench.Statistics.Ok);
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
    }

    [Theory]
    [InlineData(Polarity.EnergiseToReject, "113000-123000")]
    [InlineData(Polarity.EnergiseToPass, "")]
    public void A_part_whose_picture_would_come_too_late_is_not_judged_but_rejected_at_its_own_place(Polarity polarity, string pulses)
    {
        var bench = CycleBench.Online(settings => settings.Polarity = polarity);
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(18_100);
        bench.Inputs.Drive(LineInput.Trigger, false);
        bench.Until(300_000);

        Assert.Equal("", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("18200-", bench.Pulses(SignalNames.Error));
        Assert.Equal("18200-", bench.Pulses(SignalNames.Ng));
        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.LateExposure, bench.Cycle.Faults);
        Assert.Equal(1, bench.Statistics.LateExposures);
    }

    [Theory]
    [InlineData(5000, 1)]
    [InlineData(5001, 0)] // the picture shows another place: it does not count
    public void An_exposure_off_its_plan_by_more_than_the_tolerance_is_no_judgement(long late, int judged)
    {
        var bench = CycleBench.Online();
        bench.ExposureLag = late;
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(300_000);

        Assert.Equal(judged, bench.Statistics.Ng);
        Assert.Equal(1 - judged, bench.Statistics.LateExposures);
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject)); // the part comes to the rejector whenever its picture was taken
    }
}
