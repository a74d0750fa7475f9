using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>A conveyor with a sensor, a camera and a rejector, watched over by the unmodified inspection code. Repeats exactly from its seed.</summary>
/// <example>
/// <code>
/// var parts = SimulatedLine.Arrivals(100, partsPerMinute: 600, i =&gt; new SimulatedPart(0, IsGood: i % 10 != 0, Score: i % 10 == 0 ? 9 : 1));
/// var report = SimulatedLine.Run(new LineOptions(), parts, SimulatedLine.ByScore(threshold: 5, latencyMicroseconds: 30_000));
/// </code>
/// </example>
public sealed class SimulatedLine
{
    private readonly LineOptions options;
    private readonly SimulatedPart[] parts;
    private readonly Random random;
    private readonly VirtualClock clock = new() { UtcAtStart = 1_767_225_600_000 };
    private readonly SimulatedBelt? belt;
    private readonly EdgeRecorder recorder;
    private readonly SimulatedInputs inputs;
    private readonly RecordedPin strobe;
    private readonly RecordedPin error;
    private readonly InspectionCycle cycle;
    private readonly OutcomeCollector outcomes;
    private bool resetDue;
    private bool acknowledged;

    private SimulatedLine(LineOptions options, IEnumerable<SimulatedPart> arrivals, Func<SimulatedPart, Judgement> judge)
    {
        this.options = options;
        random = new Random(options.Seed);
        parts = arrivals.OrderBy(part => part.Arrival)
            .Select(part => part.Fault == PartFault.None ? part with { Fault = options.Faults.Draw(random) } : part)
            .ToArray();

        recorder = new EdgeRecorder(clock) { Only = options.RecordAll ? null : [SignalNames.Reject, SignalNames.Error] };
        if (options.Belt.Count > 0)
            belt = new SimulatedBelt(clock);
        IEncoder encoder = belt is null ? new NoEncoder() : belt;
        inputs = new SimulatedInputs(clock, recorder) { Encoder = encoder };
        strobe = new RecordedPin(SignalNames.Strobe, recorder);
        error = new RecordedPin(SignalNames.Error, recorder);
        var reject = new RecordedPin(SignalNames.Reject, recorder);
        var outputs = new LineOutputs(
            new RecordedPin(SignalNames.Ready, recorder), new RecordedPin(SignalNames.Busy, recorder),
            new RecordedPin(SignalNames.Ok, recorder), new RecordedPin(SignalNames.Ng, recorder), strobe, error,
            new RecordedPin(SignalNames.Run, recorder));
        outcomes = new OutcomeCollector(options, parts, belt);
        var camera = new SimulatedCamera(clock, recorder, options.Camera, InView, judge) { Encoder = encoder };
        var timer = new VirtualPulseTimer(
            clock, reject, options.Settings.FifoDepth, options.Settings.DelayDomain == DelayDomain.Encoder ? belt : null,
            options.Settings.EncoderSilence, options.Settings.Polarity == Polarity.EnergiseToReject);
        timer.Silence += inputs.NoteSilence;
        cycle = new InspectionCycle(options.Settings, clock, inputs, encoder, outputs, camera, timer);
    }

    /// <summary>Runs parts past the camera and the rejector until the last has left.</summary>
    /// <param name="options">The line.</param>
    /// <param name="parts">The parts; sorted by arrival before use.</param>
    /// <param name="judge">The engine; called at the exposure of each part that is exposed. See <see cref="KernelJudge"/> and <see cref="ByScore"/>.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static LineReport Run(
        LineOptions options, IEnumerable<SimulatedPart> parts, Func<SimulatedPart, Judgement> judge, CancellationToken cancellation = default) =>
        new SimulatedLine(options, parts, judge).Run(cancellation);

    /// <summary>A judge that trusts the score which each part brings along.</summary>
    public static Func<SimulatedPart, Judgement> ByScore(float threshold, long latencyMicroseconds) =>
        part => new Judgement(part.Score, threshold, !(part.Score <= threshold), latencyMicroseconds);

    /// <summary>Parts at a steady rate, the first after one interval.</summary>
    /// <param name="count">How many.</param>
    /// <param name="partsPerMinute">Rate; greater than 0.</param>
    /// <param name="part">Makes the part of an index; its arrival is filled in.</param>
    /// <param name="jitter">Share of the interval by which arrivals vary, 0 to below 1.</param>
    /// <param name="seed">Seed of that variation.</param>
    public static IReadOnlyList<SimulatedPart> Arrivals(
        int count, double partsPerMinute, Func<int, SimulatedPart> part, double jitter = 0, int seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partsPerMinute);
        var random = new Random(seed);
        double interval = 60e6 / partsPerMinute;
        var made = new SimulatedPart[count];
        for (int i = 0; i < count; i++)
            made[i] = part(i) with { Arrival = (long)(interval * (i + 1 + jitter * (random.NextDouble() - 0.5))) };
        return made;
    }

    private LineReport Run(CancellationToken cancellation)
    {
        foreach (var (time, speed) in options.Belt)
            clock.At(time, () => belt!.SetSpeed(speed));
        clock.RunUntil(0);
        cycle.GoOnline("simulated");
        inputs.Drive(LineInput.Trigger, options.Settings.TriggerEdge == TriggerEdge.Falling);
        Announce(0);
        var settings = options.Settings;
        long last = parts.Length == 0 ? 0 : parts[^1].Arrival;
        long way = settings.OutputDelay + settings.PulseWidth + settings.MinGap;
        if (settings.DelayDomain == DelayDomain.Encoder)
            way = way * 1_000_000 / settings.EncoderRate * 2 + (options.Belt.Count > 0 ? options.Belt[^1].Time : 0);
        long end = last + settings.TriggerDelay + settings.JudgementTimeout + way + 100_000;

        while (clock.Now < end)
        {
            cancellation.ThrowIfCancellationRequested();
            long jitter = options.PollJitter > 0 ? random.NextInt64(options.PollJitter + 1) : 0;
            clock.RunUntil(clock.Now + options.PollInterval + jitter);
            cycle.Step();
            outcomes.Read(cycle.Log);
            BeTheController();
        }

        return new LineReport(outcomes.Finish(recorder.Edges), recorder.Edges, outcomes.Events, cycle.Statistics, clock.Now);
    }

    /// <summary>Lets the sensor see a part; the next is announced by it, so that the queue of events stays short.</summary>
    private void Announce(int index)
    {
        if (index >= parts.Length)
            return;

        clock.At(parts[index].Arrival, () =>
        {
            Cover(parts[index]);
            Announce(index + 1);
        });
    }

    private void Cover(SimulatedPart part)
    {
        if (part.Fault == PartFault.LostTrigger)
            return;

        bool covered = options.Settings.TriggerEdge == TriggerEdge.Rising;
        long steady = part.Arrival;
        if (part.Fault == PartFault.BouncingTrigger)
        {
            const int bounces = 3;
            steady += options.BounceTime;
            for (int i = 0; i < bounces; i++)
            {
                long from = part.Arrival + options.BounceTime * i / bounces;
                clock.At(from, () => inputs.Drive(LineInput.Trigger, covered));
                clock.At(from + options.BounceTime / (2 * bounces), () => inputs.Drive(LineInput.Trigger, !covered));
            }
        }

        clock.At(steady, () => inputs.Drive(LineInput.Trigger, covered));
        clock.At(part.Arrival + options.SensorPulse, () => inputs.Drive(LineInput.Trigger, !covered));
    }

    private SimulatedPart? InView(long exposure)
    {
        int index = outcomes.Nearest(exposure - options.Settings.TriggerDelay);
        if (index < 0 || Math.Abs(parts[index].Arrival + options.Settings.TriggerDelay - exposure) > options.ViewTolerance)
            return null;

        outcomes.Exposed(index, exposure);
        return parts[index];
    }

    private void BeTheController()
    {
        if (options.ResetAfter > 0 && error.Level && !resetDue)
        {
            resetDue = true;
            clock.At(clock.Now + options.ResetAfter, () => inputs.Drive(LineInput.Reset, true));
            clock.At(clock.Now + options.ResetAfter + 2 * options.Settings.Debounce + options.PollInterval, () =>
            {
                inputs.Drive(LineInput.Reset, false);
                resetDue = false;
            });
        }

        bool answer = options.Settings.Handshake == Handshake.Acknowledge && options.AcknowledgeAfter > 0;
        if (answer && strobe.Level != acknowledged)
        {
            bool level = acknowledged = strobe.Level;
            clock.At(clock.Now + options.AcknowledgeAfter, () => inputs.Drive(LineInput.Acknowledge, level));
        }
    }
}
