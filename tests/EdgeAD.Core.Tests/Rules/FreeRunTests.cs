using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Operation without a trigger: a picture every 40 ms, verdict 20 ms after it, rejector 100 ms after the exposure.</summary>
public sealed class FreeRunTests
{
    private static readonly Judgement Belt = new(9, 5, true, 19_000, Presence: 3);
    private static readonly Judgement Good = new(1, 5, false, 19_000, Presence: 1);
    private static readonly Judgement Bad = new(9, 5, true, 19_000, Presence: 8);

    [Fact]
    public void By_interval_every_picture_is_a_part()
    {
        var bench = Run(TriggerMode.Interval, Good, Bad, Good);

        Assert.Equal("100-1100 40100-41100 80100-81100", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("140100-150100", bench.Pulses(SignalNames.Reject));
        Assert.Equal((3L, 2L, 1L), (bench.Statistics.Triggers, bench.Statistics.Ok, bench.Statistics.Ng));
    }

    [Fact]
    public void TRIG_means_nothing_while_the_camera_runs_free()
    {
        var bench = CycleBench.Online(settings => settings.TriggerMode = TriggerMode.Interval);
        bench.Pulse(LineInput.Trigger, 10_000);
        bench.Until(30_000);

        Assert.Equal(1, bench.Statistics.Triggers);
        Assert.Equal(Fault.None, bench.Cycle.Faults);
    }

    [Fact]
    public void The_empty_belt_is_no_part_and_yet_a_sign_of_life()
    {
        var bench = Run(TriggerMode.Presence, Belt, Belt, Belt);

        Assert.Equal("", bench.Pulses(SignalNames.Reject));
        Assert.Equal((0L, 0L, 0L), (bench.Statistics.Triggers, bench.Statistics.Ok, bench.Statistics.Ng));
        Assert.Equal("", bench.Pulses(SignalNames.Strobe));
        Assert.Equal(3, bench.Recorder.Edges.Count(edge => edge.Signal == SignalNames.Run));
    }

    [Fact]
    public void A_part_is_counted_once_however_many_pictures_show_it()
    {
        var bench = Run(TriggerMode.Presence, Belt, Good, Good, Belt, Good, Belt);

        Assert.Equal((2L, 2L), (bench.Statistics.Triggers, bench.Statistics.Ok));
        Assert.Equal("", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void The_worst_picture_of_a_part_decides_and_the_first_says_where_it_is()
    {
        var bench = Run(TriggerMode.Presence, Belt, Good, Bad, Belt);

        Assert.Equal((1L, 0L, 1L), (bench.Statistics.Triggers, bench.Statistics.Ok, bench.Statistics.Ng));
        Assert.Equal("140100-150100", bench.Pulses(SignalNames.Reject));
        Assert.Equal([EventKind.Ok, EventKind.Ng], bench.Events().Where(entry => entry.Part > 0).Select(entry => entry.Kind));
    }

    [Fact]
    public void What_stays_in_view_for_longer_than_a_part_can_is_the_next_one()
    {
        var bench = Run(TriggerMode.Presence, Good, Good, Good, Good, Belt);

        Assert.Equal(2, bench.Statistics.Triggers); // PresenceLength is two pictures
    }

    [Fact]
    public void With_energise_to_pass_the_gate_opens_for_good_parts_only()
    {
        var bench = Run(TriggerMode.Presence, settings => settings.Polarity = Polarity.EnergiseToPass, Belt, Good, Belt, Bad, Belt);

        Assert.Equal("140100-150100", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_presence_score_that_is_not_a_number_is_a_part()
    {
        var bench = Run(TriggerMode.Presence, Belt with { Presence = float.NaN });

        Assert.Equal(1, bench.Statistics.Ng);
    }

    [Fact]
    public void A_picture_that_nobody_judged_may_have_shown_a_part()
    {
        var bench = CycleBench.Online(settings => Free(settings, TriggerMode.Presence));
        bench.NextFault = PartFault.CameraHang;
        bench.Until(300_000);

        Assert.Equal(Fault.Camera, bench.Cycle.Faults);
        Assert.True(bench.Statistics.Unjudged > 0);
        Assert.StartsWith("100100-110100", bench.Pulses(SignalNames.Reject), StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_of_pictures_leave_the_queue_in_step()
    {
        var bench = CycleBench.Online(settings => Free(settings, TriggerMode.Presence));
        var random = new Random(5);
        for (int i = 0; i < 2000; i++)
        {
            bench.NextJudgement = random.Next(3) switch { 0 => Belt, 1 => Good, _ => Bad };
            bench.Until(bench.Clock.Now + 40_000);
        }

        Assert.Equal(Fault.None, bench.Cycle.Faults);
        Assert.Equal(bench.Statistics.Triggers, bench.Statistics.Ok + bench.Statistics.Ng);
        Assert.InRange(bench.Statistics.QueueHighWater, 3, 5);
    }

    private static void Free(LineSettings settings, TriggerMode mode)
    {
        settings.TriggerMode = mode;
        settings.FrameInterval = 40_000;
        settings.EmptyFrom = 2;
        settings.EmptyTo = 4;
        settings.PresenceLength = 80_000;
    }

    private static CycleBench Run(TriggerMode mode, params Judgement[] pictures) => Run(mode, _ => { }, pictures);

    private static CycleBench Run(TriggerMode mode, Action<LineSettings> change, params Judgement[] pictures)
    {
        var bench = CycleBench.Online(settings =>
        {
            Free(settings, mode);
            change(settings);
        });
        foreach (var picture in pictures)
        {
            bench.NextJudgement = picture;
            bench.Until((bench.Clock.Now + 39_999) / 40_000 * 40_000 + 30_000);
        }

        bench.Cycle.GoOffline();
        bench.Until(bench.Clock.Now + 200_000);
        return bench;
    }
}
