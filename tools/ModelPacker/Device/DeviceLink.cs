using System.Diagnostics;
using System.IO.Ports;
using System.Text;
using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Device;

/// <summary>Requests and answers over the status port of a camera, see docs/device-protocol.md.</summary>
internal sealed class DeviceLink : IDisposable
{
    private const int BaudRate = 115_200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Stream stream;
    private readonly string name;
    private readonly byte[] buffer = new byte[4096];
    private int taken;
    private int count;

    /// <summary>A link over any stream whose reads return within a second or so, with 0 bytes when nothing has come.</summary>
    internal DeviceLink(Stream stream, string name)
    {
        this.stream = stream;
        this.name = name;
    }

    /// <summary>Opens a port: a serial port by name, "sim" for a simulated camera in this process, "sim:idle" for one whose belt stands still.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.DevicePort"/>.</exception>
    public static DeviceLink Open(string port)
    {
        if (port is "sim" or "sim:idle")
            return new DeviceLink(new SimulatedCameraStream(idle: port != "sim"), port);

        try
        {
            var serial = new SerialPort(port, BaudRate) { ReadTimeout = 500, WriteTimeout = 2_000 };
            serial.Open();
            return new DeviceLink(new SerialStream(serial), port);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException or PlatformNotSupportedException)
        {
            string[] ports = Ports();
            throw new EdgeAdException(ErrorCode.DevicePort, $"cannot open port '{port}': {e.Message}",
                ports.Length == 0 ? "No serial port was found; plug the camera in, or try --port sim" : $"Ports here: {string.Join(", ", ports)}", e);
        }
    }

    /// <summary>Sends a request and hands over the lines of its answer as they come.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.DevicePort"/>: no answer; <see cref="ErrorCode.DeviceRefused"/>: the camera says no.</exception>
    public IEnumerable<string> Ask(string request, CancellationToken cancellation)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("\n" + request + "\n");
        Guarded(() =>
        {
            stream.Write(bytes);
            stream.Flush();
            return 0;
        });
        while (true)
        {
            string line = ReadLine(cancellation);
            if (line == "ok")
                yield break;
            if (line.StartsWith("error ", StringComparison.Ordinal))
                throw new EdgeAdException(ErrorCode.DeviceRefused, $"the camera refuses '{request}': {line[6..]}", "See docs/device-protocol.md for what it takes");
            yield return line;
        }
    }

    public void Dispose() => stream.Dispose();

    /// <summary>A port may vanish at any moment: the cable, or a camera that starts anew.</summary>
    private int Guarded(Func<int> transfer)
    {
        try
        {
            return transfer();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or UnauthorizedAccessException or TimeoutException)
        {
            throw new EdgeAdException(ErrorCode.DevicePort, $"port '{name}' was closed: {e.Message}", "Look at the cable; after a restart of the camera try again in a second", e);
        }
    }

    private static string[] Ports()
    {
        try
        {
            return SerialPort.GetPortNames();
        }
        catch (PlatformNotSupportedException)
        {
            return [];
        }
    }

    private string ReadLine(CancellationToken cancellation)
    {
        var line = new StringBuilder();
        long last = Stopwatch.GetTimestamp();
        while (true)
        {
            while (taken < count)
            {
                char c = (char)buffer[taken++];
                if (c == '\n')
                    return line.ToString().TrimEnd('\r');
                line.Append(c);
            }

            cancellation.ThrowIfCancellationRequested();
            taken = 0;
            count = Guarded(() => stream.Read(buffer));
            if (count > 0)
                last = Stopwatch.GetTimestamp();
            else if (Stopwatch.GetElapsedTime(last) > Patience)
                throw new EdgeAdException(ErrorCode.DevicePort, $"no answer from port '{name}' within {Patience.TotalSeconds:0} s", "Is it the status port of an EdgeAD camera, 115200 baud?");
        }
    }
}
