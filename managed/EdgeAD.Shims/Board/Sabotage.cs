namespace EdgeAD.Shims;

/// <summary>A camera that is broken on purpose: whoever watches the wires must notice each of these.</summary>
public enum Sabotage
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Every 50th window of REJECT is not set.</summary>
    DroppedPulse,

    /// <summary>Every 50th window comes 1.5 ms late.</summary>
    LatePulse,

    /// <summary>Every 50th window comes 1.5 ms early.</summary>
    EarlyPulse,

    /// <summary>Every 50th window is half as long.</summary>
    ShortPulse,

    /// <summary>Every 50th window belongs to the part behind.</summary>
    WrongPart,

    /// <summary>REJECT always removes.</summary>
    StuckRemoving,

    /// <summary>ERR never comes on.</summary>
    SilentError,

    /// <summary>ERR goes off by itself 40 ms after it came on.</summary>
    UnlatchedError,

    /// <summary>After a brown-out or a bite of the watchdog the camera starts as if nothing had been.</summary>
    SilentRestart,

    /// <summary>Something is kept for every window.</summary>
    Leak,
}
