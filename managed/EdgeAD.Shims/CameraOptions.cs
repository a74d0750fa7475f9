namespace EdgeAD.Shims;

/// <summary>Timing of the simulated camera in microseconds.</summary>
public sealed record CameraOptions
{
    /// <summary>How long the shutter is open.</summary>
    public long ExposureTime { get; init; } = 2_000;

    /// <summary>From the end of the exposure to the last row; the engine works along meanwhile.</summary>
    public long ReadoutTime { get; init; } = 20_000;

    /// <summary>From one picture to the next of a sensor that runs freely; 0: it exposes when ordered.</summary>
    public long FrameInterval { get; init; }

    /// <summary>When one of its pictures is exposed.</summary>
    public long FramePhase { get; init; }

    /// <summary>The moment at which an order is exposed: then, or with the frame nearest to it that can still be had.</summary>
    /// <param name="ordered">The moment asked for.</param>
    /// <param name="now">The present. A complete frame is kept until the next is complete.</param>
    public long Exposure(long ordered, long now)
    {
        if (FrameInterval == 0)
            return Math.Max(ordered, now);

        long frame = (long)Math.Floor((ordered - FramePhase + FrameInterval / 2) / (double)FrameInterval);
        long oldest = (long)Math.Floor((now - ReadoutTime - FramePhase) / (double)FrameInterval);
        return Math.Max(frame, oldest) * FrameInterval + FramePhase;
    }

    /// <summary>What the engine says about the empty belt: no good part.</summary>
    public Judgement EmptyBelt { get; init; } = new(float.MaxValue, 0, true, 0);

    /// <summary>How much longer a late judgement takes.</summary>
    public long LateBy { get; init; } = 1_000_000;
}
