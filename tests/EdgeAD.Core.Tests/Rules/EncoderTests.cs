using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Delays in encoder counts. The belt runs 10 counts per millisecond unless a test says otherwise; the rejector stands 1000 counts behind.</summary>
public sealed class EncoderTests
{
    [Fact]
    public void The_delay_counts_from_the_exposure()
    {
        var bench = Moving();
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(400_000);

        Assert.Equal("113000-114000", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("213000-223000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_belt_that_slows_down_takes_the_pulse_along()
    {
        var bench = Moving();
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(163_000); // half way
        bench.Belt.SetSpeed(5_000);
        bench.Until(500_000);

        Assert.Equal("263000-283000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_belt_that_stops_keeps_the_part_in_the_queue()
    {
        var bench = Moving(settings => settings.EncoderSilence = settings.EncoderTimeout = 0);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(163_000);
        bench.Belt.SetSpeed(0);
        bench.Until(5_000_000);
        Assert.Equal("", bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Cycle.PartsInFlight);

        bench.Belt.SetSpeed(10_000);
        bench.Until(6_000_000);
        Assert.Equal("5050000-5060000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.None, bench.Cycle.Faults);
        Assert.Equal(0, bench.Cycle.PartsInFlight);
    }

    [Fact]
    public void A_part_that_was_not_exposed_is_expected_at_the_measured_speed()
    {
        var bench = Moving(speed: 4_000);
        bench.Part(110_000, CycleBench.Good, PartFault.CameraRefuses);
        bench.Until(600_000);

        // 3 ms of trigger delay and 1000 counts at 4 counts per millisecond.
        Assert.Equal("363000-388000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void Without_counts_the_rejector_removes_everything_and_ERR_is_raised_when_parts_are_on_their_way()
    {
        var bench = Moving();
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(150_000);
        bench.Belt.SetSignal(false);
        bench.Until(300_000);

        Assert.Equal("152000-", bench.Pulses(SignalNames.Reject));
        Assert.Equal(Fault.Encoder, bench.Cycle.Faults);
        Assert.InRange(bench.Recorder.Edges.Single(edge => edge.Signal == SignalNames.Error).Time, 199_900, 200_200);

        bench.Belt.SetSignal(true);
        bench.Until(349_000);
        Assert.True(bench.Level(SignalNames.Reject));
        bench.Until(351_000);
        Assert.False(bench.Level(SignalNames.Reject));
    }

    [Fact]
    public void A_silence_that_nobody_polled_raises_ERR_because_lost_counts_shift_every_part()
    {
        var bench = Moving(settings => settings.EncoderTimeout = settings.EncoderSilence);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(150_000);
        bench.Belt.SetSignal(false);
        bench.Clock.RunUntil(153_000);
        bench.Belt.SetSignal(true);
        bench.Clock.RunUntil(160_000);
        bench.Cycle.Step();

        Assert.Equal(Fault.Encoder, bench.Cycle.Faults);
    }

    [Fact]
    public void RESET_does_not_silence_an_encoder_that_still_stands_still()
    {
        var bench = Moving(settings => settings.EncoderTimeout = settings.EncoderSilence);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(150_000);
        bench.Belt.SetSignal(false);
        bench.Pulse(LineInput.Reset, 170_000);
        bench.Until(180_000);

        Assert.Equal(Fault.Encoder, bench.Cycle.Faults);
        Assert.True(bench.Level(SignalNames.Error));
    }

    [Fact]
    public void The_end_of_a_silence_is_a_fault_for_the_parts_that_came_in_it()
    {
        var bench = Moving(settings => settings.EncoderTimeout = settings.EncoderSilence);
        bench.Until(150_000);
        bench.Belt.SetSignal(false);
        bench.Part(160_000, CycleBench.Bad);
        bench.Until(170_000);
        bench.Belt.SetSignal(true);
        bench.Pulse(LineInput.Reset, 170_100);
        bench.Until(180_000);

        Assert.Equal(2, bench.Events().Count(entry => entry.Kind == EventKind.FaultRaised && entry.Fault == Fault.Encoder));
    }

    [Fact]
    public void With_energise_to_pass_a_silent_encoder_closes_the_gate()
    {
        var bench = Moving(settings => settings.Polarity = Polarity.EnergiseToPass);
        bench.Part(110_000, CycleBench.Good);
        bench.Until(215_000); // the gate is open since 213 ms
        bench.Belt.SetSignal(false);
        bench.Until(300_000);

        Assert.Equal("213000-217000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_belt_that_stands_still_without_parts_is_no_fault()
    {
        var bench = Moving();
        bench.Until(200_000);
        bench.Belt.SetSpeed(0);
        bench.Until(2_000_000);

        Assert.Equal(Fault.None, bench.Cycle.Faults);
        Assert.Equal("", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void Pulses_and_pauses_are_counts_too()
    {
        var bench = Moving(settings => settings.MinGap = 500);
        bench.Part(110_000, CycleBench.Bad);
        bench.Part(160_000, CycleBench.Bad);
        bench.Until(500_000);

        Assert.Equal("213000-273000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void The_way_must_take_longer_than_a_judgement_at_the_highest_speed()
    {
        var settings = Counts();
        settings.OutputDelay = 500;
        Assert.Contains("OutputDelay", settings.Check(), StringComparison.Ordinal);

        settings.OutputDelay = 501;
        Assert.Equal("", settings.Check());
    }

    private static LineSettings Counts() => CycleBench.With(settings =>
    {
        settings.DelayDomain = DelayDomain.Encoder;
        settings.OutputDelay = 1000;
        settings.PulseWidth = 100;
        settings.MinGap = 40;
        settings.EncoderRate = 10_000;
        settings.EncoderSilence = 2_000;
        settings.EncoderTimeout = 50_000;
    });

    private static CycleBench Moving(Action<LineSettings>? change = null, long speed = 10_000)
    {
        var settings = Counts();
        change?.Invoke(settings);
        var bench = new CycleBench(settings);
        bench.Belt.SetSpeed(speed);
        bench.Cycle.GoOnline("m");
        return bench;
    }
}
