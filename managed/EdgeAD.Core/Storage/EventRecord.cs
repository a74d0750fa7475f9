namespace EdgeAD.Core;

/// <summary>
/// Events and totals as payload of a record. Byte 0 is the <see cref="EventKind"/>, or <see cref="TotalsMark"/>; scores are kept in thousandths.
/// </summary>
internal static class EventRecord
{
    /// <summary>First byte of totals.</summary>
    internal const int TotalsMark = 200;

    private const float Scale = 1000f;
    private const float Largest = 2e9f;

    /// <summary>Writes an event.</summary>
    internal static void Put(byte[] bytes, LineEvent entry)
    {
        bytes[0] = (byte)entry.Kind;
        bytes[1] = (byte)(entry.Rejected ? 1 : 0);
        Bytes.Put(bytes, 2, (long)entry.Fault, 2);
        Bytes.Put(bytes, 4, entry.Boot, 4);
        Bytes.Put(bytes, 8, entry.Sequence, 8);
        Bytes.Put(bytes, 16, entry.Time, 8);
        Bytes.Put(bytes, 24, entry.UtcMilliseconds, 8);
        Bytes.Put(bytes, 32, entry.Part, 4);
        Bytes.Put(bytes, 36, Thousandths(entry.Score), 4);
        Bytes.Put(bytes, 40, Thousandths(entry.Threshold), 4);
        Bytes.Put(bytes, 44, entry.Latency, 4);
        Bytes.Put(bytes, 48, entry.ModelId, 4);
    }

    /// <summary>Reads an event; false when the record holds something else.</summary>
    internal static bool Get(byte[] bytes, LineEvent entry)
    {
        if (bytes[0] == TotalsMark)
            return false;

        entry.Kind = (EventKind)bytes[0];
        entry.Rejected = bytes[1] != 0;
        entry.Fault = (Fault)Bytes.Get(bytes, 2, 2);
        entry.Boot = Bytes.GetInt(bytes, 4);
        entry.Sequence = Bytes.Get(bytes, 8, 8);
        entry.Time = Bytes.Get(bytes, 16, 8);
        entry.UtcMilliseconds = Bytes.Get(bytes, 24, 8);
        entry.Part = Bytes.Get(bytes, 32, 4);
        entry.Score = Bytes.GetInt(bytes, 36) / Scale;
        entry.Threshold = Bytes.GetInt(bytes, 40) / Scale;
        entry.Latency = Bytes.GetInt(bytes, 44);
        entry.TriggeredAt = 0;
        entry.ExposedAt = entry.Time - entry.Latency;
        entry.ModelId = Bytes.Get(bytes, 48, 4);
        entry.ModelHash = "";
        return true;
    }

    /// <summary>Writes totals.</summary>
    internal static void Put(byte[] bytes, Totals totals)
    {
        bytes[0] = TotalsMark;
        Bytes.Put(bytes, 4, totals.Starts, 8);
        Bytes.Put(bytes, 12, totals.Triggers, 8);
        Bytes.Put(bytes, 20, totals.Ok, 8);
        Bytes.Put(bytes, 28, totals.Ng, 8);
        Bytes.Put(bytes, 36, totals.Unjudged, 8);
    }

    /// <summary>Reads totals; false when the record holds something else.</summary>
    internal static bool Get(byte[] bytes, Totals totals)
    {
        if (bytes[0] != TotalsMark)
            return false;

        totals.Starts = Bytes.Get(bytes, 4, 8);
        totals.Triggers = Bytes.Get(bytes, 12, 8);
        totals.Ok = Bytes.Get(bytes, 20, 8);
        totals.Ng = Bytes.Get(bytes, 28, 8);
        totals.Unjudged = Bytes.Get(bytes, 36, 8);
        return true;
    }

    /// <summary>A score in thousandths; what is too large for that, or no number, becomes the largest.</summary>
    private static int Thousandths(float score)
    {
        float scaled = score * Scale;
        if (!(scaled < Largest))
            return (int)Largest;
        return scaled < -Largest ? -(int)Largest : (int)scaled;
    }
}
