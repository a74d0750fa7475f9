namespace EdgeAD.Core;

/// <summary>Writes events into the log.</summary>
internal sealed class Journal
{
    private readonly IClock clock;
    private readonly EventLog log;
    private readonly LineEvent entry = new LineEvent();

    internal Journal(IClock clock, EventLog log)
    {
        this.clock = clock;
        this.log = log;
    }

    /// <summary>Names the model that judges from now on.</summary>
    internal void SetModel(string hash)
    {
        entry.ModelHash = hash;
        entry.ModelId = 0;
        for (int i = 0; i < 8 && i < hash.Length; i++)
        {
            char c = hash[i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0)
                return;
            entry.ModelId = entry.ModelId * 16 + digit;
        }
    }

    /// <summary>An event that belongs to no part.</summary>
    internal void Note(EventKind kind, Fault fault, long now)
    {
        Clear();
        Write(kind, fault, now);
    }

    /// <summary>A decision with its score.</summary>
    internal void NoteJudged(EventKind kind, Part part, float score, float threshold, long now)
    {
        Clear();
        entry.Score = score;
        entry.Threshold = threshold;
        Take(part, now);
        Write(kind, Fault.None, now);
    }

    /// <summary>A decision without judgement.</summary>
    internal void NoteUnjudged(Part part, Fault fault, long now)
    {
        Clear();
        Take(part, now);
        Write(EventKind.Unjudged, fault, now);
    }

    /// <summary>A part that found no place in the queue.</summary>
    internal void NoteUntracked(long number, long triggeredAt, long exposeAt, bool rejected, long now)
    {
        Clear();
        entry.Part = number;
        entry.TriggeredAt = triggeredAt;
        entry.ExposedAt = exposeAt;
        entry.Rejected = rejected;
        Write(EventKind.Unjudged, Fault.FifoFull, now);
    }

    private void Take(Part part, long now)
    {
        entry.Part = part.Number;
        entry.TriggeredAt = part.TriggeredAt;
        entry.ExposedAt = part.ExposedAt;
        entry.Rejected = part.State == PartState.Rejected;
        entry.Latency = now - part.ExposedAt;
    }

    private void Clear()
    {
        entry.Part = 0;
        entry.TriggeredAt = 0;
        entry.ExposedAt = 0;
        entry.Rejected = false;
        entry.Score = 0f;
        entry.Threshold = 0f;
        entry.Latency = 0;
    }

    private void Write(EventKind kind, Fault fault, long now)
    {
        entry.Kind = kind;
        entry.Fault = fault;
        entry.Time = now;
        entry.UtcMilliseconds = clock.UtcMilliseconds;
        log.Append(entry);
    }
}
