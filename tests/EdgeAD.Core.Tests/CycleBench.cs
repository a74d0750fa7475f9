using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests;

/// <summary>The inspection cycle on a table: a virtual clock, pins that record, a camera whose answers the test decides.</summary>
internal sealed class CycleBench
{
    public const long Step = 100;

    private readonly VirtualPulseTimer timer;
    private readonly SimulatedCamera camera;

    public CycleBench(LineSettings settings)
    {
        Settings = settings;
        Recorder = new EdgeRecorder(Clock);
        Belt = new SimulatedBelt(Clock);
        Inputs = new SimulatedInputs(Clock, Recorder, capacity: 16) { Encoder = Belt };
        timer = new VirtualPulseTimer(
            Clock, Pin(SignalNames.Reject), settings.FifoDepth, settings.DelayDomain == DelayDomain.Encoder ? Belt : null, settings.EncoderSilence,
            settings.Polarity == Polarity.EnergiseToReject);
        timer.Silence += Inputs.NoteSilence;
        camera = new SimulatedCamera(
            Clock, Recorder, new CameraOptions { ExposureTime = 1000, ReadoutTime = 0 },
            _ => new SimulatedPart(0, true, Fault: NextFault), _ => NextJudgement) { Encoder = Belt };
        var outputs = new LineOutputs(
            Pin(SignalNames.Ready), Pin(SignalNames.Busy), Pin(SignalNames.Ok), Pin(SignalNames.Ng), Pin(SignalNames.Strobe),
            Pin(SignalNames.Error), Pin(SignalNames.Run));
        Cycle = new InspectionCycle(settings, Clock, Inputs, Belt, outputs, camera, timer);
    }

    /// <summary>Short times that are easy to add up: exposure 3 ms after the edge, verdict 20 ms later, rejector 100 ms after the exposure.</summary>
    public static LineSettings Quick() => new()
    {
        Debounce = 1000, TriggerDelay = 3000, JudgementTimeout = 50_000, OutputDelay = 100_000, PulseWidth = 10_000, MinGap = 4000,
        StrobeWidth = 5000, AcknowledgeTimeout = 20_000, FifoDepth = 8, LogCapacity = 64,
    };

    /// <summary><see cref="Quick"/> with changes.</summary>
    public static LineSettings With(Action<LineSettings> change)
    {
        var settings = Quick();
        change(settings);
        return settings;
    }

    /// <summary>A bench whose cycle judges with the model "m".</summary>
    public static CycleBench Online(Action<LineSettings>? change = null)
    {
        var bench = new CycleBench(With(change ?? (_ => { })));
        bench.Cycle.GoOnline("m");
        return bench;
    }

    public static Judgement Good { get; } = new(1, 5, false, 19_000);

    public static Judgement Bad { get; } = new(9, 5, true, 19_000);

    public LineSettings Settings { get; }

    public VirtualClock Clock { get; } = new();

    public EdgeRecorder Recorder { get; }

    public SimulatedInputs Inputs { get; }

    public SimulatedBelt Belt { get; }

    public InspectionCycle Cycle { get; }

    public Judgement NextJudgement { get; set; } = Good;

    public PartFault NextFault { get; set; }

    /// <summary>How much later than ordered the camera exposes.</summary>
    public long ExposureLag
    {
        get => camera.ExposureLag;
        set => camera.ExposureLag = value;
    }

    public LineStatistics Statistics => Cycle.Statistics;

    /// <summary>Lets time pass, stepping the cycle.</summary>
    public void Until(long time)
    {
        while (Clock.Now < time)
        {
            Clock.RunUntil(Math.Min(Clock.Now + Step, time));
            Cycle.Step();
        }
    }

    /// <summary>A pulse on an input, long enough to be believed.</summary>
    public void Pulse(LineInput input, long from, long width = 2000)
    {
        Until(from);
        Inputs.Drive(input, true);
        Until(from + width);
        Inputs.Drive(input, false);
    }

    /// <summary>A part with a verdict of its own.</summary>
    public void Part(long arrival, Judgement judgement, PartFault fault = PartFault.None)
    {
        Until(arrival);
        NextJudgement = judgement;
        NextFault = fault;
        Pulse(LineInput.Trigger, arrival);
    }

    public bool Level(string signal) => new SignalHistory(Recorder.Edges, signal).At(Clock.Now, out _, out _);

    /// <summary>The times at which a signal was on, as text: "103000-113000 200000-".</summary>
    public string Pulses(string signal)
    {
        var text = Recorder.Edges.Where(edge => edge.Signal == signal).Select(edge => edge.Level ? $"{edge.Time}-" : $"{edge.Time} ");
        return string.Concat(text).TrimEnd();
    }

    /// <summary>The events as text.</summary>
    public List<LineEvent> Events()
    {
        var events = new List<LineEvent>();
        for (long i = Cycle.Log.Oldest; i < Cycle.Log.Next; i++)
        {
            var copy = new LineEvent();
            Assert.True(Cycle.Log.TryRead(i, copy));
            events.Add(copy);
        }

        return events;
    }

    private RecordedPin Pin(string signal) => new(signal, Recorder);
}
