namespace EdgeAD.Core;

/// <summary>Which edge of TRIG means that a part has arrived.</summary>
public enum TriggerEdge
{
    /// <summary>From 0 to 1.</summary>
    Rising = 0,

    /// <summary>From 1 to 0: normally-closed sensors.</summary>
    Falling = 1,
}
