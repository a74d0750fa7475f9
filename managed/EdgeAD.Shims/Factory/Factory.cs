using System.Text;
using EdgeAD.Core;
using EdgeAD.Device;
using EdgeAD.Native;

namespace EdgeAD.Shims;

/// <summary>
/// A conveyor at its working speed, a controller that answers ERR with RESET, and the unmodified application of the camera on a simulated board, with
/// faults at random. Repeats exactly from its seed; its memory does not depend on the number of parts.
/// </summary>
public sealed partial class Factory : IScene
{
    private const long Second = 1_000_000;
    private const int CountsPerSecond = 10_000;
    private const long TriggerDelay = 6_000;
    private const long Way = 500_000;
    private const long Tolerance = 1_000;
    private const long Pulse = 20_000;
    private const long Latency = 9_000;
    private const float Threshold = 5;

    /// <summary>From the first look at the pins to the first judgement.</summary>
    private const long SelfTest = 60_000;

    private readonly FactoryOptions options;
    private readonly Random random;
    private readonly FactoryFaults faults;
    private readonly VirtualClock clock = new();
    private readonly SimulatedBelt belt;
    private readonly LinePins pins;
    private readonly BoardParts parts;
    private readonly SimulatedNetwork network;
    private readonly FactoryCauses causes = new();
    private readonly FactoryChecker checker;
    private readonly Queue<FactoryPart> onBelt = new();
    private SimulatedBoard board;
    private Application? application;
    private long bootAt;
    private long pausedUntil;
    private long made;
    private int starts;
    private bool resetting;
    private int badBatch;

    private Factory(FactoryOptions options)
    {
        this.options = options;
        random = new Random(options.Seed);
        faults = new FactoryFaults(random, options.Faults);
        belt = new SimulatedBelt(clock, CountsPerSecond);
        network = new SimulatedNetwork(clock);
        pins = new LinePins(Flags());
        checker = new FactoryChecker(clock, pins, causes, options.Polarity, Tolerance, Pulse, options.NgStop);
        parts = new BoardParts
        {
            Clock = clock, Pins = pins, Scene = this, Belt = belt, Threshold = Threshold, Sabotage = options.Sabotage,
            Camera = new CameraOptions { ExposureTime = 2_000, ReadoutTime = 5_000, FrameInterval = options.FrameInterval },
        };
        new TextStore(parts.Settings).Save(Encoding.ASCII.GetBytes(SettingsText), SettingsText.Length);
        board = new SimulatedBoard(parts);
    }

    /// <summary>Settings of the camera in this factory, as they stand in its flash.</summary>
    private string SettingsText =>
        $"TriggerDelay = {TriggerDelay}\nJudgementTimeout = 40000\nHandshake = Strobe\nStrobeWidth = 2000\nFifoDepth = 24\nWatchdog = 200\nConsecutiveNgStop = {options.NgStop}\n"
        + $"Polarity = {options.Polarity}\nDelayDomain = {options.Domain}\nEncoderRate = {CountsPerSecond}\nEncoderSilence = 1000\nEncoderTimeout = 1000\n"
        + (options.Domain == DelayDomain.Encoder
            ? $"OutputDelay = {InCounts(Way)}\nPulseWidth = {InCounts(Pulse)}\nMinGap = 50\n"
            : $"OutputDelay = {Way}\nPulseWidth = {Pulse}\nMinGap = 5000\n")
        + (options.Network ? "WifiName = factory\n" : "")
        + "pin.err = 10 inverted\n";

    /// <summary>Runs the factory.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="progress">Told the number of parts now and then.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static FactoryReport Run(FactoryOptions options, Action<long>? progress = null, CancellationToken cancellation = default) =>
        new Factory(options).Run(progress, cancellation);

    Exposure IScene.Order(long planned)
    {
        var part = InView(planned);
        if (part is null)
            return new Exposure(new Judgement(float.MaxValue, Threshold, true, Latency));

        long late = part.Fault == PartFault.LateFrame ? 8_000 + random.Next(20_000) : 60_000;
        var shown = part.Fault == PartFault.LateFrame ? InView(planned + late) : part;
        float score = shown?.Score ?? float.MaxValue;
        return new Exposure(new Judgement(score, Threshold, score > Threshold, Latency), part.Fault, late);
    }

    SimulatedFrame IScene.Frame() => new(new byte[96 * 96], PixelFormat.Gray8, 96, 96);

    private static long InCounts(long microseconds) => microseconds * CountsPerSecond / Second;

    private static int[] Flags()
    {
        var flags = new int[BoardSignal.Count];
        flags[BoardSignal.Error] = BoardSignal.Inverted;
        return flags;
    }

    private FactoryReport Run(Action<long>? progress, CancellationToken cancellation)
    {
        long early = 0;
        pins.Changed += Controller;
        clock.At(2 * Second, Arrive);
        while (made < options.Parts || onBelt.Count > 0)
        {
            clock.RunUntil(clock.Now + 500 + random.Next(1_500));
            Run();
            Leave();
            if (early == 0 && made * 10 >= options.Parts)
                early = GC.GetTotalMemory(forceFullCollection: true);
            if (made % 4096 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Invoke(made);
            }
        }

        return checker.Report(faults.Counts, starts, early, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>The camera's main loop, its watchdog and its power.</summary>
    private void Run()
    {
        board.CheckWatchdog();
        if (!board.Alive)
        {
            if (application is not null)
            {
                application = null;
                causes.Down(clock.Now - 2_000);
                checker.Down();
                bootAt = clock.Now + (board.NextCause == 2 ? 400_000 + random.Next(800_000) : 300_000);
            }

            if (clock.Now < bootAt)
                return;
            board = new SimulatedBoard(parts, board.NextCause);
        }

        if (application is null)
        {
            starts++;
            application = new Application(board, network, Defaults(), Defaults());
            causes.Up(clock.Now, SelfTest);
        }

        if (clock.Now >= pausedUntil)
            application.Step();
    }

    private static DeviceSettings Defaults()
    {
        var unwired = new int[BoardSignal.Count];
        Array.Fill(unwired, -1);
        return new DeviceSettings(unwired, new int[BoardSignal.Count]);
    }

    /// <summary>A part reaches the sensor; the next one is announced by it.</summary>
    private void Arrive()
    {
        bool good = random.NextDouble() >= options.BadShare;
        if (badBatch > 0)
        {
            good = false;
            badBatch--;
        }

        var part = new FactoryPart
        {
            Number = ++made, Arrival = clock.Now, Good = good, Score = good ? 1 + 3 * random.NextSingle() : 6 + 4 * random.NextSingle(),
            Fault = faults.DrawPart(), Due = clock.Now + TriggerDelay + Way,
        };
        onBelt.Enqueue(part);
        Note(part);
        if (part.Fault != PartFault.LostTrigger)
            Cover(part.Fault == PartFault.BouncingTrigger);
        Disturb(faults.DrawPlant());
        if (made < options.Parts)
            clock.At(clock.Now + (long)(Second / options.Rate * (0.9 + 0.2 * random.NextDouble())), Arrive);
    }

    private void Cover(bool bounces)
    {
        board.Edge(BoardSignal.Trigger, true);
        if (bounces)
        {
            // The contact opens again before the debounce time is over: the last closing counts.
            Drive(200, BoardSignal.Trigger, false);
            Drive(400, BoardSignal.Trigger, true);
        }

        Drive(6_000, BoardSignal.Trigger, false);
    }

    private void Drive(long after, int signal, bool level) => clock.At(clock.Now + after, () => board.Edge(signal, level));

    private FactoryPart? InView(long exposure)
    {
        FactoryPart? nearest = null;
        foreach (var part in onBelt)
        {
            if (Math.Abs(part.Arrival + TriggerDelay - exposure) <= 22_000
                && (nearest is null || Math.Abs(part.Arrival + TriggerDelay - exposure) < Math.Abs(nearest.Arrival + TriggerDelay - exposure)))
            {
                nearest = part;
            }
        }

        return nearest;
    }

    private void Leave()
    {
        while (onBelt.TryPeek(out var part) && clock.Now > part.Due + Pulse + 2 * Tolerance)
            checker.Passed(onBelt.Dequeue());
    }
}
