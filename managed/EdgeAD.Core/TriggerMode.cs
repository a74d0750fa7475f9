namespace EdgeAD.Core;

/// <summary>How parts are found.</summary>
public enum TriggerMode
{
    /// <summary>By an edge of TRIG.</summary>
    External = 0,

    /// <summary>The camera runs free: every <see cref="LineSettings.FrameInterval"/> is one part. For endless goods.</summary>
    Interval = 1,

    /// <summary>The camera runs free: a part is in view when the presence cell does not look like the empty belt.</summary>
    Presence = 2,
}
