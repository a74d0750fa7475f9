using EdgeAD.Device;
using EdgeAD.Native;

namespace EdgeAD.Shims;

/// <summary>A camera at a belt without faults, with its whole application, for trying its status port: every tenth part is bad.</summary>
public sealed class SimulatedCameraStation : IScene
{
    private const long Period = 100_000;
    private const int Side = 96;

    private readonly VirtualClock clock = new();
    private readonly BoardParts parts;
    private readonly Random random = new(1);
    private SimulatedBoard board;
    private Application application;
    private long part;

    /// <summary>Starts the camera.</summary>
    /// <param name="idle">The belt stands still: no part comes.</param>
    /// <param name="updateRefused">Status that an update is refused with; 0: it passes.</param>
    public SimulatedCameraStation(bool idle = false, int updateRefused = 0)
    {
        parts = new BoardParts { Clock = clock, Pins = new LinePins(new int[SimulatedBoard.Signals]), Scene = this, UpdateRefused = updateRefused };
        board = new SimulatedBoard(parts);
        application = Start();
        if (!idle)
            clock.At(Period, Arrive);
    }

    /// <summary>What an update has written.</summary>
    public byte[] UpdatedModel => board.UpdatedModel;

    /// <summary>The host's side of the status port.</summary>
    public SimulatedPort Port => parts.Port;

    /// <summary>The camera's flash for settings.</summary>
    public SimulatedFlash Settings => parts.Settings;

    /// <summary>The application.</summary>
    public Application Application => application;

    /// <summary>Resets the chip, as a debugger would.</summary>
    public void Reset() => board.Kill(4);

    /// <summary>One part passes the sensor.</summary>
    public void Pass()
    {
        board.Edge(BoardSignal.Trigger, true);
        clock.At(clock.Now + 8_000, () => board.Edge(BoardSignal.Trigger, false));
    }

    /// <summary>Lets time pass.</summary>
    public void Run(long microseconds)
    {
        for (long end = clock.Now + microseconds; clock.Now < end;)
        {
            clock.RunUntil(clock.Now + 1_000);
            if (!board.Alive)
            {
                board = new SimulatedBoard(parts, board.NextCause);
                application = Start();
            }

            application.Step();
        }
    }

    Exposure IScene.Order(long planned)
    {
        bool bad = ++part % 10 == 0;
        float score = bad ? 6 + 3 * random.NextSingle() : 1 + 2 * random.NextSingle();
        return new Exposure(new Judgement(score, 5, bad, 30_000));
    }

    /// <summary>A disc on a belt.</summary>
    SimulatedFrame IScene.Frame()
    {
        var pixels = new byte[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i % Side - Side / 2;
            int y = i / Side - Side / 2;
            pixels[i] = x * x + y * y < 900 ? (byte)200 : (byte)60;
        }

        return new SimulatedFrame(pixels, PixelFormat.Gray8, Side, Side);
    }

    private Application Start()
    {
        var pins = new int[SimulatedBoard.Signals];
        Array.Fill(pins, -1);
        var flags = new int[SimulatedBoard.Signals];
        return new Application(board, new SimulatedNetwork(clock), new DeviceSettings(pins, flags), new DeviceSettings(pins, flags));
    }

    private void Arrive()
    {
        Pass();
        clock.At(clock.Now + Period, Arrive);
    }
}
