using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests;

/// <summary>The rules of docs/line-interface.md, one by one. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class InspectionCycleTests
{
    [Fact]
    public void A_bad_part_is_rejected_after_the_output_delay_counted_from_its_exposure()
    {
        var bench = Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(200_000);

        Assert.Equal("13000-14000", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Statistics.Ng);
    }

    [Fact]
    public void A_good_part_passes()
    {
        var bench = Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Until(200_000);

        Assert.Equal("", bench.Pulses(SignalNames.Reject));
        Assert.Equal(1, bench.Statistics.Ok);
        Assert.Equal(0, bench.Cycle.PartsInFlight);
    }

    [Fact]
    public void With_energise_to_pass_the_output_moves_for_good_parts_only()
    {
        var bench = Online(settings => settings.Polarity = Polarity.EnergiseToPass);
        bench.Part(10_000, CycleBench.Good);
        bench.Part(60_000, CycleBench.Bad);
        bench.Until(300_000);

        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void Busy_lasts_from_the_believed_trigger_to_the_verdict_and_ready_is_its_opposite_after_the_strobe()
    {
        var bench = Online();
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
        var bench = Online();
        bench.Part(10_000, CycleBench.Bad);
        bench.Part(60_000, CycleBench.Good);
        bench.Until(100_000);

        Assert.Equal("33000-61000", bench.Pulses(SignalNames.Ng));
        Assert.Equal("83000-", bench.Pulses(SignalNames.Ok));
    }

    [Fact]
    public void Run_toggles_once_per_completed_judgement_and_never_otherwise()
    {
        var bench = Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Part(60_000, CycleBench.Bad);
        bench.Part(110_000, CycleBench.Good, PartFault.CameraHang);
        bench.Until(300_000);

        Assert.Equal("33000-83000", bench.Pulses(SignalNames.Run));
    }

    [Theory]
    [InlineData(500, 0)] // shorter than Debounce
    [InlineData(900, 0)]
    [InlineData(1000, 1)]
    [InlineData(5000, 1)]
    public void A_pulse_shorter_than_Debounce_is_no_trigger(long width, int triggers)
    {
        var bench = Online();
        bench.Pulse(LineInput.Trigger, 10_000, width);
        bench.Until(200_000);

        Assert.Equal(triggers, bench.Statistics.Triggers);
        Assert.Equal(1 - triggers, bench.Statistics.TriggerBounces);
    }

    [Fact]
    public void A_bouncing_contact_is_one_trigger_that_counts_from_its_last_rise()
    {
        var bench = Online();
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
        var bench = new CycleBench(Settings(settings => settings.TriggerEdge = TriggerEdge.Falling));
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

    [Theory]
    [InlineData(UnjudgedPolicy.Reject, "113000-123000")]
    [InlineData(UnjudgedPolicy.Pass, "")]
    public void A_judgement_that_comes_too_late_is_NG_and_ERR_and_the_policy_moves_the_rejector(UnjudgedPolicy policy, string pulses)
    {
        var bench = Online(settings => settings.NoJudgementPolicy = policy);
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
        var bench = Online();
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
        var bench = Online();
        bench.Part(10_000, CycleBench.Good, PartFault.CameraHang);
        bench.Part(80_000, CycleBench.Good);
        bench.Until(300_000);

        Assert.Equal(1, bench.Statistics.Ok);
        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
    }

    [Theory]
    [InlineData(UnjudgedPolicy.Reject, "123000-133000")]
    [InlineData(UnjudgedPolicy.Pass, "")]
    public void A_trigger_while_busy_is_counted_raises_ERR_and_follows_the_overrun_policy(UnjudgedPolicy policy, string pulses)
    {
        var bench = Online(settings => settings.OverrunPolicy = policy);
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
        var bench = Online();
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
        var bench = Online();
        bench.Part(10_000, CycleBench.Good);
        bench.Cycle.GoOffline();
        bench.Until(300_000);

        Assert.Equal("113000-123000", bench.Pulses(SignalNames.Reject));
        Assert.Equal(EventKind.Offline, bench.Events()[^1].Kind);
        Assert.False(bench.Level(SignalNames.Ready));
        Assert.False(bench.Level(SignalNames.Busy));
    }

    [Fact]
    public void ERR_stays_until_RESET_and_READY_stays_off_meanwhile_though_parts_are_still_judged()
    {
        var bench = Online();
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
        var bench = Online();
        bench.Part(10_000, CycleBench.Good, PartFault.CameraRefuses);
        bench.Pulse(LineInput.Reset, 50_000, width: 500);
        bench.Until(60_000);

        Assert.True(bench.Level(SignalNames.Error));
    }

    [Fact]
    public void A_part_that_finds_the_queue_full_raises_ERR_at_once()
    {
        var bench = Online(settings =>
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

    [Fact]
    public void So_many_bad_parts_in_a_row_raise_ERR_and_a_good_one_starts_the_count_again()
    {
        var bench = Online(settings => settings.ConsecutiveNgStop = 2);
        bench.Part(10_000, CycleBench.Bad);
        bench.Part(60_000, CycleBench.Good);
        bench.Part(110_000, CycleBench.Bad);
        bench.Until(150_000);
        Assert.Equal(Fault.None, bench.Cycle.Faults);

        bench.Part(160_000, CycleBench.Bad);
        bench.Until(300_000);
        Assert.Equal(Fault.ConsecutiveNg, bench.Cycle.Faults);
        Assert.Equal("183000-", bench.Pulses(SignalNames.Error));
    }

    [Fact]
    public void Without_handshake_there_is_no_strobe_and_ready_returns_at_once()
    {
        var bench = Online(settings => settings.Handshake = Handshake.None);
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(60_000);

        Assert.Equal("", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("0-11000 33000-", bench.Pulses(SignalNames.Ready));
    }

    [Fact]
    public void With_acknowledge_the_strobe_waits_for_ACK_and_ready_for_its_end()
    {
        var bench = Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Bad);
        bench.Pulse(LineInput.Acknowledge, 40_000, width: 5000);
        bench.Until(100_000);

        Assert.Equal("33000-41000", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("0-11000 46000-", bench.Pulses(SignalNames.Ready));
        Assert.Equal(Fault.None, bench.Cycle.Faults);
    }

    [Fact]
    public void A_controller_that_does_not_acknowledge_raises_ERR()
    {
        var bench = Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Good);
        bench.Until(100_000);

        Assert.Equal("33000-53000", bench.Pulses(SignalNames.Strobe));
        Assert.Equal("53000-", bench.Pulses(SignalNames.Error));
        Assert.Equal(Fault.AcknowledgeMissing, bench.Cycle.Faults);
    }

    [Fact]
    public void A_controller_that_keeps_ACK_raised_raises_ERR()
    {
        var bench = Online(settings => settings.Handshake = Handshake.Acknowledge);
        bench.Part(10_000, CycleBench.Good);
        bench.Pulse(LineInput.Acknowledge, 40_000, width: 60_000);
        bench.Until(110_000);

        Assert.Equal("61000-", bench.Pulses(SignalNames.Error));
    }

    [Fact]
    public void Lost_input_edges_raise_ERR()
    {
        var bench = Online();
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

    [Theory]
    [InlineData(Polarity.EnergiseToReject, "113000-123000")]
    [InlineData(Polarity.EnergiseToPass, "")]
    public void A_program_that_hangs_after_the_trigger_still_rejects_the_part(Polarity polarity, string pulses)
    {
        var bench = Online(settings => settings.Polarity = polarity);
        bench.Part(10_000, CycleBench.Good);
        bench.Clock.RunUntil(400_000); // nobody calls Step

        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_step_that_comes_late_moves_neither_the_trigger_nor_the_pulse()
    {
        var bench = Online(settings => settings.TriggerDelay = 30_000);
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
    public void When_the_exposure_comes_late_the_reject_delay_counts_from_the_exposure()
    {
        var bench = Online();
        bench.NextJudgement = CycleBench.Bad;
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(17_000);
        bench.Inputs.Drive(LineInput.Trigger, false);
        bench.Until(300_000);

        Assert.Equal("17100-18100", bench.Pulses(SignalNames.Exposure));
        Assert.Equal("117100-127100", bench.Pulses(SignalNames.Reject));
        Assert.Equal(4100, bench.Statistics.ExposureLateMax);
    }

    [Theory]
    [InlineData(Polarity.EnergiseToReject, "113000-123000")]
    [InlineData(Polarity.EnergiseToPass, "")]
    public void A_part_whose_picture_would_come_too_late_is_not_judged_but_rejected_at_its_own_place(Polarity polarity, string pulses)
    {
        var bench = Online(settings => settings.Polarity = polarity);
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
    [InlineData(5000, 1, "118000-128000")]
    [InlineData(5001, 0, "113000-123000")] // the picture shows another place: it does not count, the plan does
    public void An_exposure_off_its_plan_by_more_than_the_tolerance_is_no_judgement(long late, int judged, string pulses)
    {
        var bench = Online();
        bench.ExposureLag = late;
        bench.Part(10_000, CycleBench.Bad);
        bench.Until(300_000);

        Assert.Equal(judged, bench.Statistics.Ng);
        Assert.Equal(1 - judged, bench.Statistics.LateExposures);
        Assert.Equal(pulses, bench.Pulses(SignalNames.Reject));
    }

    [Fact]
    public void A_trigger_noticed_after_the_part_has_passed_the_rejector_raises_ERR()
    {
        var bench = Online();
        bench.Until(10_000);
        bench.Inputs.Drive(LineInput.Trigger, true);
        bench.Clock.RunUntil(200_000);
        bench.Cycle.Step();

        Assert.True(((int)bench.Cycle.Faults & (int)Fault.RejectTooLate) != 0);
        Assert.Equal(1, bench.Statistics.RejectsTooLate);
        Assert.True(bench.Level(SignalNames.Error));
    }

    [Theory]
    [InlineData(5f, 5f, false, true)] // at the threshold is good
    [InlineData(5.01f, 5f, false, false)]
    [InlineData(1f, 5f, true, false)] // the engine's verdict counts as well
    [InlineData(float.NaN, 5f, false, false)]
    [InlineData(1f, float.NaN, false, false)]
    [InlineData(float.NegativeInfinity, 5f, false, true)]
    public void Only_a_score_up_to_the_threshold_is_good(float score, float threshold, bool engineRejects, bool good)
    {
        var bench = Online();
        bench.Part(10_000, new Judgement(score, threshold, engineRejects, 1000));
        bench.Until(100_000);

        Assert.Equal(good, bench.Level(SignalNames.Ok));
        Assert.Equal(!good, bench.Level(SignalNames.Ng));
    }

    [Fact]
    public void Every_decision_is_an_event_with_all_its_numbers()
    {
        var bench = Online();
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
        var bench = Online();
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

    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new CycleBench(Settings(settings => settings.OutputDelay = 1000)));

        Assert.Contains("OutputDelay", refusal.Message, StringComparison.Ordinal);
    }

    private static LineSettings Settings(Action<LineSettings> change)
    {
        var settings = CycleBench.Quick();
        change(settings);
        return settings;
    }

    private static CycleBench Online(Action<LineSettings>? change = null)
    {
        var bench = new CycleBench(Settings(change ?? (_ => { })));
        bench.Cycle.GoOnline("m");
        return bench;
    }
}
