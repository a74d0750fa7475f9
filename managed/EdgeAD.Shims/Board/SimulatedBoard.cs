using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>
/// A camera board between two power cycles: what the firmware does for EdgeAD.Device, on a virtual clock. Checks its arguments as the firmware does.
/// </summary>
public sealed partial class SimulatedBoard : IBoard
{
    /// <summary>Signals of a board.</summary>
    public const int Signals = BoardSignal.Count;

    private const int Ok = 0;
    private const int Argument = 1;
    private const int State = 4;

    private readonly BoardParts parts;
    private readonly VirtualClock clock;
    private readonly long startedAt;
    private readonly int cause;
    private long watchdogDue = long.MaxValue;
    private long watchdog;

    /// <summary>Power comes on, or the chip was reset.</summary>
    /// <param name="parts">What outlives this run.</param>
    /// <param name="cause">Reset cause, see EdgeAD.Native.LineCalls.</param>
    public SimulatedBoard(BoardParts parts, int cause = 1)
    {
        this.parts = parts;
        this.cause = cause;
        clock = parts.Clock;
        startedAt = clock.Now;
    }

    /// <summary>False once the power failed, the watchdog bit or the program asked for a restart.</summary>
    public bool Alive { get; private set; } = true;

    /// <summary>Reset cause of the next start.</summary>
    public int NextCause { get; private set; }

    /// <summary>The power fails or the chip is reset: all pins are low, nothing happens any more.</summary>
    public void Kill(int nextCause)
    {
        Alive = false;
        NextCause = nextCause;
        order++;
        timer?.Kill();
        parts.Pins.PowerOff();
    }

    /// <inheritdoc />
    public long Now() => clock.Now - startedAt;

    /// <inheritdoc />
    public int ArmWatchdog(int milliseconds)
    {
        if (milliseconds is < 100 or > 60_000)
            return Argument;

        watchdog = milliseconds * 1000L;
        watchdogDue = clock.Now + watchdog;
        return Ok;
    }

    /// <inheritdoc />
    public int FeedWatchdog(int frame)
    {
        if (frame == 0 && orderOpen)
            return State;
        if (frame != 0 && frame != lastFrame)
            return Argument;

        watchdogDue = clock.Now + watchdog;
        if (frame != 0)
            orderOpen = false;
        return Ok;
    }

    /// <summary>Lets the watchdog bite when it is due. The simulation calls it as time passes.</summary>
    public void CheckWatchdog()
    {
        if (Alive && clock.Now >= watchdogDue)
            Kill(3);
    }

    /// <inheritdoc />
    public int ResetCause() => cause;

    /// <inheritdoc />
    public void Restart() => Kill(4);

    /// <inheritdoc />
    public int ReadPort(byte[] buffer) => parts.Port.Read(buffer);

    /// <inheritdoc />
    public int WritePort(byte[] data, int offset, int count) =>
        offset < 0 || count < 0 || offset + count > data.Length ? -1 : parts.Port.Write(data, offset, count);
}
