namespace EdgeAD.Device;

/// <summary>Wi-Fi and the time from it. Optional: the inspection never waits for it and never asks whether it is there.</summary>
public interface INetwork
{
    /// <summary>Milliseconds since 1970-01-01 UTC, or -1 until a time server has answered.</summary>
    long UtcMilliseconds { get; }

    /// <summary>True while connected.</summary>
    bool Connected { get; }

    /// <summary>Connects in the background, and again whenever the connection is lost; returns at once.</summary>
    void Start(DeviceSettings settings);
}
