using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>Wi-Fi and its time on the virtual clock; both fail when told to.</summary>
public sealed class SimulatedNetwork(VirtualClock clock) : INetwork
{
    private long offset;
    private bool everConnected;

    /// <summary>UTC at the start of the virtual clock, milliseconds since 1970.</summary>
    public long UtcAtStart { get; init; } = 1_767_225_600_000;

    /// <inheritdoc />
    public long UtcMilliseconds => everConnected ? UtcAtStart + clock.Now / 1000 + offset : -1;

    /// <inheritdoc />
    public bool Connected { get; private set; }

    /// <inheritdoc />
    public void Start(DeviceSettings settings) => SetConnected(true);

    /// <summary>The network comes or goes. The clock goes on without it.</summary>
    public void SetConnected(bool connected)
    {
        Connected = connected;
        everConnected |= connected;
    }

    /// <summary>The time server corrects the clock by a jump.</summary>
    public void Jump(long milliseconds) => offset += milliseconds;
}
