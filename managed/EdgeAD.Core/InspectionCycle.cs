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
    private readonly PartFifo fifo;
    private readonly RejectGate gate;
    private readonly ResultReport report;
    private readonly OutputSignal ready;
    private readonly OutputSignal busy;
    private readonly OutputSignal error;
    private readonly OutputSignal run;
    private readonly LineEvent entry = new LineEvent();
    private readonly float[] result = new float[JudgeResult.Length];
    private Part current;
    private bool exposed;
    private long parts;
    private int lostEdges;
    private string modelHash = "";

    /// <summary>Builds the cycle and de-energises every output.</summary>
    /// <exception cref="ArgumentException">The settings contradict each other; the message says how.</exception>
    public InspectionCycle(LineSettings settings, IClock clock, ILineInputs inputs, LineOutputs outputs, IJudge judge, IPulseTimer rejectTimer)
    {
        string wrong = settings.Check();
        if (wrong.Length != 0)
            throw new ArgumentException(wrong);

        this.settings = settings;
        this.clock = clock;
        this.judge = judge;
        this.inputs = new InputFilter(inputs, settings);
        fifo = new PartFifo(settings.FifoDepth);
        gate = new RejectGate(fifo, rejectTimer, settings);
        report = new ResultReport(outputs, settings);
        ready = new OutputSignal(outputs.Ready);
        busy = new OutputSignal(outputs.Busy);
        error = new OutputSignal(outputs.Error);
        run = new OutputSignal(outputs.Run);
        current = new Part(-1);
        Log = new EventLog(settings.LogCapacity);
        Statistics = new LineStatistics();
        Statistics.SettingsChecksum = settings.Checksum();
    }

    /// <summary>Counters since start.</summary>
    public LineStatistics Statistics { get; }

    /// <summary>The latest events.</summary>
    public EventLog Log { get; }

    /// <summary>The faults that are latched, as bits of <see cref="Fault"/>.</summary>
    public Fault Faults { get; private set; }

    /// <summary>True while parts are judged.</summary>
    public bool Online { get; private set; }

    /// <summary>True from an accepted trigger to its decision.</summary>
    public bool Busy { get; private set; }

    /// <summary>Parts between trigger and rejector.</summary>
    public int PartsInFlight
    {
        get { return fifo.Count; }
    }

    /// <summary>Starts judging, after the application has opened a model and passed its self-test.</summary>
    public void GoOnline(string hash)
    {
        modelHash = hash;
        Online = true;
        Note(EventKind.Online, clock.Now, Fault.None);
        ShowState();
    }

    /// <summary>Stops judging, for instance while another model is loaded. Parts in flight are still tracked; the part being judged is given up.</summary>
    public void GoOffline()
    {
        long now = clock.Now;
        if (Busy)
        {
            judge.Cancel();
            GiveUp(Fault.Offline, settings.NoJudgementPolicy, now);
        }

        Online = false;
        Note(EventKind.Offline, now, Fault.None);
        ShowState();
    }

    /// <summary>Does whatever is due. Call it as often as possible.</summary>
    public void Step()
    {
        long now = clock.Now;
        FollowJudgement(now);
        ReadInputs(now);
        if (!report.Step(now))
            Raise(Fault.AcknowledgeMissing, now);
        gate.DropPassedBy(now);
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
            else if (inputs.Active && inputs.Input == LineInput.Trigger)
                Trigger(inputs.Time, now);
        }

        Statistics.TriggerBounces = inputs.TriggerBounces;
        if (inputs.LostEdges != lostEdges)
        {
            lostEdges = inputs.LostEdges;
            Statistics.LostEdges = lostEdges;
            Raise(Fault.LostEdges, now);
        }
    }

    private void Trigger(long triggeredAt, long now)
    {
        Statistics.Triggers++;
        parts++;
        long exposeAt = triggeredAt + settings.TriggerDelay;
        if (fifo.IsFull)
        {
            Untracked(triggeredAt, exposeAt, now);
            return;
        }

        Part part = fifo.Add(parts, triggeredAt, exposeAt, exposeAt + settings.OutputDelay);
        if (fifo.Count > Statistics.QueueHighWater)
            Statistics.QueueHighWater = fifo.Count;
        if (!gate.Changed(part, now))
            TooLate(part, now);

        if (!Online || Busy || report.Active)
        {
            Statistics.MissedTriggers++;
            Unjudged(part, Online ? Fault.MissedTrigger : Fault.Offline, settings.OverrunPolicy, now);
            return;
        }

        Busy = true;
        exposed = false;
        current = part;
        ShowState();
        report.Withdraw();
        if (now > exposeAt + settings.ExposureTolerance)
        {
            Statistics.LateExposures++;
            GiveUp(Fault.LateExposure, settings.NoJudgementPolicy, now);
        }
        else if (!judge.Start(FrameOf(part), exposeAt))
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
        if (late > settings.ExposureTolerance || -late > settings.ExposureTolerance)
        {
            judge.Cancel();
            Statistics.LateExposures++;
            GiveUp(Fault.LateExposure, settings.NoJudgementPolicy, now);
            return false;
        }

        long oldDue = current.Due;
        current.ExposedAt = at;
        current.Due = at + settings.OutputDelay;
        if (!gate.Moved(current, oldDue, now))
            TooLate(current, now);
        return true;
    }

    private void Judged(long now)
    {
        float score = result[JudgeResult.Score];
        float threshold = result[JudgeResult.Threshold];
        bool good = result[JudgeResult.Reject] == 0f && score <= threshold;

        Statistics.AddLatency(now - current.ExposedAt);
        if (good)
            Statistics.Ok++;
        else
            Statistics.Ng++;

        if (!Decide(current, !good, now))
            TooLate(current, now);
        entry.Score = score;
        entry.Threshold = threshold;
        NotePart(good ? EventKind.Ok : EventKind.Ng, current, Fault.None, now);
        Busy = false;
        run.Set(!run.Level);
        report.Present(good, now);
        CountNg(good, now);
    }

    /// <summary>Ends the running cycle without a judgement: NG and ERR.</summary>
    private void GiveUp(Fault fault, UnjudgedPolicy policy, long now)
    {
        Busy = false;
        Unjudged(current, fault, policy, now);
        report.Present(false, now);
    }

    private void Unjudged(Part part, Fault fault, UnjudgedPolicy policy, long now)
    {
        Statistics.Unjudged++;
        if (!Decide(part, policy == UnjudgedPolicy.Reject, now))
            TooLate(part, now);
        Latch(fault);
        NotePart(EventKind.Unjudged, part, fault, now);
        CountNg(false, now);
    }

    /// <summary>A part that finds no place in the queue: its reject cannot be timed, so all that can be done is to say so.</summary>
    private void Untracked(long triggeredAt, long exposeAt, long now)
    {
        Statistics.MissedTriggers++;
        Statistics.Unjudged++;
        Latch(Fault.FifoFull);
        Clear();
        entry.Part = parts;
        entry.TriggeredAt = triggeredAt;
        entry.ExposedAt = exposeAt;
        entry.Rejected = settings.Polarity == Polarity.EnergiseToPass;
        Write(EventKind.Unjudged, Fault.FifoFull, now);
        CountNg(false, now);
    }

    private bool Decide(Part part, bool reject, long now)
    {
        Clear();
        part.State = reject ? PartState.Rejected : PartState.Passed;
        return gate.Changed(part, now);
    }

    private void CountNg(bool good, long now)
    {
        Statistics.ConsecutiveNg = good ? 0 : Statistics.ConsecutiveNg + 1;
        if (settings.ConsecutiveNgStop > 0 && Statistics.ConsecutiveNg == settings.ConsecutiveNgStop)
            Raise(Fault.ConsecutiveNg, now);
    }

    private void TooLate(Part part, long now)
    {
        if (part.TooLate)
            return;

        part.TooLate = true;
        Statistics.RejectsTooLate++;
        Raise(Fault.RejectTooLate, now);
    }

    private void Raise(Fault fault, long now)
    {
        Latch(fault);
        Note(EventKind.FaultRaised, now, fault);
    }

    private void Latch(Fault fault)
    {
        Faults = (Fault)((int)Faults | (int)fault);
        error.Set(true);
    }

    private void Reset(long now)
    {
        Note(EventKind.FaultsCleared, now, Faults);
        Faults = Fault.None;
        Statistics.ConsecutiveNg = 0;
        report.Abandon();
        error.Set(false);
    }

    private void ShowState()
    {
        busy.Set(Busy);
        ready.Set(Online && !Busy && !report.Active && Faults == Fault.None);
    }

    private void Note(EventKind kind, long now, Fault fault)
    {
        Clear();
        Write(kind, fault, now);
    }

    private void NotePart(EventKind kind, Part part, Fault fault, long now)
    {
        entry.Part = part.Number;
        entry.TriggeredAt = part.TriggeredAt;
        entry.ExposedAt = part.ExposedAt;
        entry.Rejected = part.State == PartState.Rejected;
        entry.Latency = now - part.ExposedAt;
        Write(kind, fault, now);
    }

    private void Clear()
    {
        entry.Part = 0;
        entry.TriggeredAt = 0;
        entry.ExposedAt = 0;
        entry.Rejected = false;
        entry.Score = 0f;
        entry.Threshold = 0f;
        entry.Latency = 0;
    }

    private void Write(EventKind kind, Fault fault, long now)
    {
        entry.Kind = kind;
        entry.Fault = fault;
        entry.Time = now;
        entry.UtcMilliseconds = clock.UtcMilliseconds;
        entry.ModelHash = modelHash;
        Log.Append(entry);
    }

    private static int FrameOf(Part part)
    {
        return (int)(part.Number % (JudgeResult.FrameModulus - 1)) + 1;
    }
}
