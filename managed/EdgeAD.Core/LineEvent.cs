namespace EdgeAD.Core;

/// <summary>One event of the log. Every decision is one.</summary>
public sealed class LineEvent
{
    /// <summary>Which start of the camera it belongs to, from 1; 0 when nobody counts them.</summary>
    public int Boot;

    /// <summary>Number of the event since that start, from 1, without gaps.</summary>
    public long Sequence;

    /// <summary>What happened.</summary>
    public EventKind Kind;

    /// <summary>When, in microseconds of <see cref="IClock.Now"/>.</summary>
    public long Time;

    /// <summary>When, in milliseconds since 1970 UTC, or -1: the clock was not synchronised.</summary>
    public long UtcMilliseconds;

    /// <summary>Number of the part, from 1; 0 when the event belongs to none.</summary>
    public long Part;

    /// <summary>Time of its trigger edge.</summary>
    public long TriggeredAt;

    /// <summary>Time of its exposure (as planned, when there was none).</summary>
    public long ExposedAt;

    /// <summary>True when the part is to be rejected.</summary>
    public bool Rejected;

    /// <summary>Image score; 0 when there was no judgement.</summary>
    public float Score;

    /// <summary>Threshold that was applied; 0 when there was no judgement.</summary>
    public float Threshold;

    /// <summary>Microseconds from exposure to decision.</summary>
    public long Latency;

    /// <summary>Fault that came with it, or a set of faults.</summary>
    public Fault Fault;

    /// <summary>Hash of the model that judged, as given to <see cref="InspectionCycle.GoOnline"/>; empty for events of an earlier start.</summary>
    public string ModelHash = "";

    /// <summary>The first 8 hexadecimal digits of that hash as a number; 0 when it begins with none.</summary>
    public long ModelId;

    /// <summary>Copies all fields.</summary>
    public void CopyTo(LineEvent other)
    {
        other.Boot = Boot;
        other.Sequence = Sequence;
        other.Kind = Kind;
        other.Time = Time;
        other.UtcMilliseconds = UtcMilliseconds;
        other.Part = Part;
        other.TriggeredAt = TriggeredAt;
        other.ExposedAt = ExposedAt;
        other.Rejected = Rejected;
        other.Score = Score;
        other.Threshold = Threshold;
        other.Latency = Latency;
        other.Fault = Fault;
        other.ModelHash = ModelHash;
        other.ModelId = ModelId;
    }
}
