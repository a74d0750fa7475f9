namespace EdgeAD.Core;

/// <summary>Counters that survive restarts; what happened since the last record of totals (10 minutes) is lost with the power.</summary>
public sealed class Totals
{
    /// <summary>Starts of the camera.</summary>
    public long Starts;

    /// <summary>Parts.</summary>
    public long Triggers;

    /// <summary>Parts judged good.</summary>
    public long Ok;

    /// <summary>Parts judged bad.</summary>
    public long Ng;

    /// <summary>Parts without a judgement.</summary>
    public long Unjudged;
}
