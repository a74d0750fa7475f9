namespace EdgeAD.Shims;

/// <summary>Timing of the simulated camera in microseconds.</summary>
public sealed record CameraOptions
{
    /// <summary>How long the shutter is open.</summary>
    public long ExposureTime { get; init; } = 2_000;

    /// <summary>From the end of the exposure to the last row; the engine works along meanwhile.</summary>
    public long ReadoutTime { get; init; } = 20_000;

    /// <summary>What the engine says about the empty belt: no good part.</summary>
    public Judgement EmptyBelt { get; init; } = new(float.MaxValue, 0, true, 0);

    /// <summary>How much longer a late judgement takes.</summary>
    public long LateBy { get; init; } = 1_000_000;
}
