using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>What vision sensors show: state, faults, counters, times, model.</summary>
internal sealed class StatusReply : IReply
{
    private readonly Application application;
    private readonly IBoard board;
    private readonly INetwork network;
    private readonly Totals totals = new Totals();
    private readonly long[] worker = new long[WorkerStatistics.Length];
    private int part;

    internal StatusReply(Application application, IBoard board, INetwork network)
    {
        this.application = application;
        this.board = board;
        this.network = network;
    }

    internal StatusReply Start()
    {
        part = 0;
        return this;
    }

    public bool Next(TextBuffer text)
    {
        part++;
        switch (part)
        {
            case 1: State(text); return true;
            case 2: Counters(text); return true;
            case 3: Times(text); return true;
            default: Rest(text); return false;
        }
    }

    private void State(TextBuffer text)
    {
        InspectionCycle cycle = application.Cycle;
        text.Text("online ").Number(cycle.Online ? 1 : 0).End();
        text.Text("faults ").Number((long)cycle.Faults).End();
        for (int bit = 1; bit <= (int)Fault.Storage; bit *= 2)
        {
            if (((int)cycle.Faults & bit) != 0)
                text.Text("fault ").Text(FaultText.Of((Fault)bit)).End();
        }

        if (application.SettingsError.Length != 0)
            text.Text("settings_error ").Text(application.SettingsError).End();
    }

    private void Counters(TextBuffer text)
    {
        LineStatistics s = application.Cycle.Statistics;
        text.Text("triggers ").Number(s.Triggers).End();
        text.Text("ok ").Number(s.Ok).End();
        text.Text("ng ").Number(s.Ng).End();
        text.Text("unjudged ").Number(s.Unjudged).End();
        text.Text("trigger_errors ").Number(s.MissedTriggers).End();
        text.Text("late ").Number(s.LateJudgements).End();
        text.Text("late_exposures ").Number(s.LateExposures).End();
        text.Text("camera_faults ").Number(s.CameraFaults).End();
        text.Text("bounces ").Number(s.TriggerBounces).End();
        text.Text("lost_edges ").Number(s.LostEdges).End();
        text.Text("rejects_too_late ").Number(s.RejectsTooLate).End();
        text.Text("consecutive_ng ").Number(s.ConsecutiveNg).End();
        text.Text("in_flight ").Number(application.Cycle.PartsInFlight).End();
        text.Text("queue_high_water ").Number(s.QueueHighWater).End();
    }

    private void Times(TextBuffer text)
    {
        LineStatistics s = application.Cycle.Statistics;
        text.Text("processing_us_min ").Number(s.LatencyMin).End();
        text.Text("processing_us_mean ").Number(s.LatencyAverage).End();
        text.Text("processing_us_max ").Number(s.LatencyMax).End();
        text.Text("exposure_late_us_max ").Number(s.ExposureLateMax).End();
        text.Text("uptime_us ").Number(application.Clock.Now).End();
        text.Text("utc_ms ").Number(application.Clock.UtcMilliseconds).End();
        text.Text("wifi ").Number(network.Connected ? 1 : 0).End();
        text.Text("reset_cause ").Number(application.ResetCause).End();
        text.Text("score ").Decimal(application.Cycle.LastResult(JudgeResult.Score)).End();
        text.Text("presence ").Decimal(application.Cycle.LastResult(JudgeResult.Presence)).End();
        text.Text("drift ").Decimal(application.Cycle.LastResult(JudgeResult.Drift)).End();
    }

    private void Rest(TextBuffer text)
    {
        Model model = application.Model;
        text.Text("model ").Text(model.Hash.Length == 0 ? "none" : model.Hash).End();
        text.Text("model_status ").Number(model.Status).End();
        text.Text("model_counter ").Number(model.Counter).End();
        text.Text("threshold ").Decimal(model.Threshold).End();
        text.Text("settings ").Hex(application.Cycle.Statistics.SettingsChecksum, 8).End();
        application.Keeper.GetTotals(totals);
        text.Text("starts ").Number(totals.Starts).End();
        text.Text("total_triggers ").Number(totals.Triggers).End();
        text.Text("total_ng ").Number(totals.Ng).End();
        text.Text("total_unjudged ").Number(totals.Unjudged).End();
        text.Text("events_not_kept ").Number(application.Keeper.Dropped).End();
        if (model.Handle > 0 && board.GetStatistics(model.Handle, worker) == 0)
        {
            text.Text("sensor_resets ").Number(worker[WorkerStatistics.SensorResets]).End();
            text.Text("frame_interval_us ").Number(worker[WorkerStatistics.FrameInterval]).End();
        }
    }
}
