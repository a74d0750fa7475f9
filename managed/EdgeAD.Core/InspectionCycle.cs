using System;

namespace EdgeAD.Core;

/// <summary>
/// The inspection cycle: trigger, debounce, trigger delay, expose, judge, OK or NG, reject. The application calls <see cref="Step"/> in a
/// loop; nothing here waits, and nothing is allocated after the constructor. The exposure and the reject pulse are timed by hardware
/// (<see cref="IJudge"/>, <see cref="IPulseTimer"/>), so a late call of <see cref="Step"/> does not move them.
/// </summary>
/// <remarks>
/// What makes silence trustworthy: a part is in the queue from its trigger on; whatever happens to it afterwards ends in a decision, an
/// event and, unless it was judged, in ERR. docs/line-interface.md states the rules that tests/EdgeAD.Core.Tests checks one by one.
/// </remarks>
public sealed class InspectionCycle
{
    private readonly LineSettings settings;
    private readonly IClock clock;
    private readonly IJudge judge;
    private readonly InputFilter inputs;
    private readonly Conveyor conveyor;
    private readonly FreeRun freeRun;
    private readonly PartFifo fifo;
    private readonly RejectGate gate;
    private readonly ResultReport report;
    private readonly FaultLatch latch;
    private readonly Journal journal;
    private readonly Decisions decisions;
    private readonly OutputSignal ready;
    private readonly OutputSignal busy;
    private readonly OutputSignal run;
    private readonly float[] result = new float[JudgeResult.Length];
    private Part current;
    private bool exposed;
    private long parts;
    private int lostEdges;

    /// <summary>Builds the cycle and de-energises every output.</summary>
    /// <remarks>With <c>starting</c>, ERR is on from here until the cycle judges for the first time: whoever waits for a camera that starts sees that it does.</remarks>
    /// <exception cref="ArgumentException">The settings contradict each other; the message says how.</exception>
    public InspectionCycle(
        LineSettings settings, IClock clock, ILineInputs inputs, IEncoder encoder, LineOutputs outputs, IJudge judge, IPulseTimer rejectTimer,
        bool starting = false)
    {
        string wrong = settings.Check();
        if (wrong.Length != 0)
            throw new ArgumentException(wrong);

        this.settings = settings;
        this.clock = clock;
        this.judge = judge;
        this.inputs = new InputFilter(inputs, settings);
        current = new Part(-1);
        conveyor = new Conveyor(settings, encoder);
        freeRun = new FreeRun(settings, current);
        fifo = new PartFifo(settings.FifoDepth);
        gate = new RejectGate(fifo, rejectTimer, settings);
        report = new ResultReport(outputs, settings);
        latch = new FaultLatch(outputs.Error, starting);
        ready = new OutputSignal(outputs.Ready);
        busy = new OutputSignal(outputs.Busy);
        run = new OutputSignal(outputs.Run);
        Log = new EventLog(settings.LogCapacity);
        Statistics = new LineStatistics();
        Statistics.SettingsChecksum = settings.Checksum();
        journal = new Journal(clock, Log);
        decisions = new Decisions(settings, Statistics, gate, latch, journal);
    }

    /// <summary>Counters since start.</summary>
    public LineStatistics Statistics { get; }

    /// <summary>The latest events.</summary>
    public EventLog Log { get; }

    /// <summary>The faults that are latched, as bits of <see cref="Fault"/>.</summary>
    public Fault Faults
    {
        get { return latch.Faults; }
    }

    /// <summary>True while parts are judged.</summary>
    public bool Online { get; private set; }

    /// <summary>True from an accepted trigger to its decision.</summary>
    public bool Busy { get; private set; }

    /// <summary>Decisions that were completed since start, of parts that nobody judged and of empty pictures too: what the watchdog wants to see grow.</summary>
    public long Completed { get; private set; }

    /// <summary>Frame number of the last order.</summary>
    public int LastFrame { get; private set; }

    /// <summary>True when the last completed decision was the judgement of a part.</summary>
    public bool LastJudged { get; private set; }

    /// <summary>The numbers of the last judgement, see <see cref="JudgeResult"/>.</summary>
    public float LastResult(int index)
    {
        return result[index];
    }

    /// <summary>Parts between trigger and rejector.</summary>
    public int PartsInFlight
    {
        get { return fifo.Count; }
    }

    /// <summary>Starts judging, after the application has opened a model and passed its self-test.</summary>
    public void GoOnline(string hash)
    {
        journal.SetModel(hash);
        Online = true;
        latch.Started();
        journal.Note(EventKind.Online, Fault.None, clock.Now);
        ShowState();
    }

    /// <summary>Stops judging, for instance while another model is loaded. Parts in flight are still tracked; the part being judged is given up.</summary>
    public void GoOffline()
    {
        long now = clock.Now;
        if (Busy && freeRun.Active && judge.ExposedAt < 0)
        {
            judge.Cancel();
            Busy = false;
            decisions.Nothing(current, conveyor.Here(now), now);
        }
        else if (Busy)
        {
            judge.Cancel();
            GiveUp(Fault.Offline, settings.NoJudgementPolicy, now);
        }

        Online = false;
        journal.Note(EventKind.Offline, Fault.None, now);
        ShowState();
    }

    /// <summary>Raises a fault that the application found: a restart, no model, flash.</summary>
    public void Raise(Fault fault)
    {
        decisions.Raise(fault, clock.Now);
        ShowState();
    }

    /// <summary>Does whatever is due. Call it as often as possible.</summary>
    public void Step()
    {
        long now = clock.Now;
        FollowJudgement(now);
        ReadInputs(now);
        if (!report.Step(now))
            decisions.Raise(Fault.AcknowledgeMissing, now);
        if (freeRun.IsDue(now) && Online && !Busy && !report.Active)
            RunFree(now);
        if (conveyor.StandsStill(now, fifo.Count > 0, inputs.Silent, inputs.SilenceEdges))
            decisions.Raise(Fault.Encoder, now);
        gate.DropPassedBy(conveyor.Here(now));
        ShowState();
    }

    private void ReadInputs(long now)
    {
        while (inputs.Next(now))
        {
            if (inputs.Input == LineInput.Acknowledge)
                report.Acknowledge(inputs.Active);
            else if (inputs.Active && inputs.Input == LineInput.Reset)
                Reset(now);
            else if (inputs.Active && inputs.Input == LineInput.Trigger && !freeRun.Active)
                Trigger(inputs.Time, inputs.Count, inputs.Time + settings.TriggerDelay, now);
        }

        Statistics.TriggerBounces = inputs.TriggerBounces;
        if (inputs.LostEdges != lostEdges)
        {
            lostEdges = inputs.LostEdges;
            Statistics.LostEdges = lostEdges;
            decisions.Raise(Fault.LostEdges, now);
        }
    }

    private void RunFree(long now)
    {
        long exposeAt = freeRun.NextExposure(now);
        Trigger(now, conveyor.Here(now), exposeAt, now);
    }

    private void Trigger(long triggeredAt, long count, long exposeAt, long now)
    {
        parts++;
        if (!freeRun.Active)
            Statistics.Triggers++;
        if (fifo.IsFull)
        {
            if (freeRun.Active)
                Statistics.Triggers++;
            decisions.Untracked(parts, triggeredAt, exposeAt, now);
            return;
        }

        Part part = fifo.Add(parts, triggeredAt, exposeAt, conveyor.Expected(triggeredAt, count, exposeAt));
        if (fifo.Count > Statistics.QueueHighWater)
            Statistics.QueueHighWater = fifo.Count;
        if (!gate.Changed(part, conveyor.Here(now)))
            decisions.TooLate(part, now);

        if (!Online || Busy || report.Active)
        {
            Statistics.MissedTriggers++;
            decisions.Unjudged(part, Online ? Fault.MissedTrigger : Fault.Offline, settings.OverrunPolicy, conveyor.Here(now), now);
            return;
        }

        Order(part, exposeAt, now);
    }

    private void Order(Part part, long exposeAt, long now)
    {
        Busy = true;
        exposed = false;
        current = part;
        LastFrame = FrameOf(part);
        ShowState();
        if (!freeRun.ByPresence)
            report.Withdraw();
        if (now > exposeAt + settings.ToleranceFor(judge.FrameInterval))
        {
            Statistics.LateExposures++;
            GiveUp(Fault.LateExposure, settings.NoJudgementPolicy, now);
        }
        else if (!judge.Start(LastFrame, exposeAt))
        {
            Statistics.CameraFaults++;
            GiveUp(Fault.Camera, settings.NoJudgementPolicy, now);
        }
    }

    private void FollowJudgement(long now)
    {
        if (!Busy)
            return;

        if (!exposed && !NoteExposure(now))
            return;

        bool inTime = now <= current.ExposedAt + settings.JudgementTimeout;
        if (exposed && judge.TryGetResult(result) && (int)result[JudgeResult.Frame] == FrameOf(current) && inTime)
        {
            Judged(now);
        }
        else if (!inTime)
        {
            judge.Cancel();
            if (exposed)
                Statistics.LateJudgements++;
            else
                Statistics.CameraFaults++;
            GiveUp(exposed ? Fault.LateJudgement : Fault.Camera, settings.NoJudgementPolicy, now);
        }
    }

    /// <summary>Takes over the moment of exposure once it is known; false when it ends the judgement.</summary>
    private bool NoteExposure(long now)
    {
        long at = judge.ExposedAt;
        if (at < 0)
            return true;

        exposed = true;
        long late = at - current.ExposedAt;
        if (late > Statistics.ExposureLateMax)
            Statistics.ExposureLateMax = late;
        long tolerance = settings.ToleranceFor(judge.FrameInterval);
        if (late > tolerance || -late > tolerance)
        {
            judge.Cancel();
            Statistics.LateExposures++;
            GiveUp(Fault.LateExposure, settings.NoJudgementPolicy, now);
            return false;
        }

        long oldDue = current.Due;
        current.ExposedAt = at;
        current.Due = conveyor.Due(at, judge.ExposedCount, freeRun.Active ? 0 : late); // without a trigger only the picture says where the part is
        if (!gate.Moved(current, oldDue, conveyor.Here(now)))
            decisions.TooLate(current, now);
        return true;
    }

    private void Judged(long now)
    {
        float score = result[JudgeResult.Score];
        float threshold = result[JudgeResult.Threshold];
        bool good = result[JudgeResult.Reject] == 0f && score <= threshold;
        long here = conveyor.Here(now);

        Busy = false;
        Completed++;
        LastJudged = false;
        Statistics.AddLatency(now - current.ExposedAt);
        if (freeRun.IsEmpty(result[JudgeResult.Presence]))
        {
            freeRun.EndRun();
            decisions.Nothing(current, here, now);
            run.Set(!run.Level);
            return;
        }

        Part part = freeRun.Active ? freeRun.PartOf(current, fifo) : current;
        if (part == current)
        {
            if (freeRun.Active)
                Statistics.Triggers++;
            LastJudged = true;
            decisions.Judged(part, good, score, threshold, here, now);
        }
        else
        {
            decisions.Nothing(current, here, now);
            if (!good)
                decisions.Overruled(part, score, threshold, here, now);
        }

        run.Set(!run.Level);
        if (part == current || !good)
            report.Present(good, now);
    }

    /// <summary>Ends the running cycle without a judgement: NG and ERR.</summary>
    private void GiveUp(Fault fault, UnjudgedPolicy policy, long now)
    {
        Busy = false;
        Completed++;
        LastJudged = false;
        if (freeRun.Active)
        {
            Statistics.Triggers++;
            freeRun.EndRun();
        }

        decisions.Unjudged(current, fault, policy, conveyor.Here(now), now);
        report.Present(false, now);
    }

    private void Reset(long now)
    {
        journal.Note(EventKind.FaultsCleared, latch.Faults, now);
        Statistics.ConsecutiveNg = 0;
        report.Abandon();
        latch.Clear();
        conveyor.Forgive();
    }

    private void ShowState()
    {
        busy.Set(Busy);
        ready.Set(Online && !Busy && !report.Active && latch.Faults == Fault.None);
    }

    private static int FrameOf(Part part)
    {
        return (int)(part.Number % (JudgeResult.FrameModulus - 1)) + 1;
    }
}
