using EdgeAD.Shims;

namespace EdgeAD.ModelPacker.Device;

/// <summary>The status port of a simulated camera: its application runs whenever somebody reads, a part passes every tenth of a second.</summary>
internal sealed class SimulatedCameraStream : OneWayStream
{
    private const long WarmUp = 5_000_000;

    private readonly SimulatedCameraStation station;

    /// <summary>A camera at a belt that runs, or that stands still.</summary>
    public SimulatedCameraStream(bool idle)
    {
        station = new SimulatedCameraStation(idle);
        station.Run(WarmUp);
    }

    public override int Read(Span<byte> buffer)
    {
        station.Run(2_000);
        return station.Port.Receive(buffer);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => station.Port.Send(buffer);
}
