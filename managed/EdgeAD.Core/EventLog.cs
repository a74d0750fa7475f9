namespace EdgeAD.Core;

/// <summary>The latest events, in a ring that is made at start-up. Sequence numbers have no gaps, so a reader notices what it missed.</summary>
public sealed class EventLog
{
    private readonly LineEvent[] ring;

    /// <summary>A log that holds the last <paramref name="capacity"/> events.</summary>
    public EventLog(int capacity)
    {
        ring = new LineEvent[capacity];
        for (int i = 0; i < capacity; i++)
            ring[i] = new LineEvent();
    }

    /// <summary>Which start of the camera this is; the events carry it.</summary>
    public int Boot { get; internal set; }

    /// <summary>Number the next event will get.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Number of the oldest event that is still here; equals <see cref="Next"/> when there is none.</summary>
    public long Oldest
    {
        get { return Next > ring.Length ? Next - ring.Length : 1; }
    }

    /// <summary>Copies an event.</summary>
    /// <returns>False when it has been overwritten or has not happened yet; <paramref name="copy"/> is then unchanged.</returns>
    public bool TryRead(long sequence, LineEvent copy)
    {
        if (sequence < Oldest || sequence >= Next)
            return false;

        ring[(int)(sequence % ring.Length)].CopyTo(copy);
        return true;
    }

    /// <summary>Appends a copy of <paramref name="entry"/> and writes its number into <see cref="LineEvent.Sequence"/>.</summary>
    internal void Append(LineEvent entry)
    {
        entry.Boot = Boot;
        entry.Sequence = Next;
        entry.CopyTo(ring[(int)(Next % ring.Length)]);
        Next++;
    }
}
