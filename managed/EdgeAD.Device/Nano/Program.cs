using System.Threading;

namespace EdgeAD.Device;

/// <summary>The camera's main program.</summary>
public static class Program
{
    /// <summary>Runs for ever.</summary>
    public static void Main()
    {
        NativeBoard board = new NativeBoard();
        Application application = new Application(
            board, new NanoNetwork(), new DeviceSettings(BoardPins.Pins, BoardPins.Flags), new DeviceSettings(BoardPins.Pins, BoardPins.Flags));
        while (true)
        {
            application.Step();
            Thread.Sleep(1);
        }
    }
}
