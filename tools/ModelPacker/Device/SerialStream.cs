using System.IO.Ports;

namespace EdgeAD.ModelPacker.Device;

/// <summary>A serial port whose reads give 0 bytes instead of throwing when nothing comes.</summary>
internal sealed class SerialStream(SerialPort port) : OneWayStream
{
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var bytes = new byte[buffer.Length];
            int count = port.Read(bytes, 0, bytes.Length);
            bytes.AsSpan(0, count).CopyTo(buffer);
            return count;
        }
        catch (TimeoutException)
        {
            return 0;
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer) => port.Write(buffer.ToArray(), 0, buffer.Length);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            port.Dispose();
        base.Dispose(disposing);
    }
}
