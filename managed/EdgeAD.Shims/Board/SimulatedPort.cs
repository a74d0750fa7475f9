namespace EdgeAD.Shims;

/// <summary>Both directions of a status port. Bytes only; safe for one reader and one writer on other threads.</summary>
public sealed class SimulatedPort
{
    private readonly Queue<byte> toBoard = new();
    private readonly Queue<byte> toHost = new();
    private readonly object gate = new();

    /// <summary>The host sends.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            foreach (byte value in bytes)
                toBoard.Enqueue(value);
        }
    }

    /// <summary>The host takes what has arrived.</summary>
    public int Receive(Span<byte> buffer)
    {
        lock (gate)
            return Take(toHost, buffer);
    }

    internal int Read(byte[] buffer)
    {
        lock (gate)
            return Take(toBoard, buffer);
    }

    internal int Write(byte[] data, int offset, int count)
    {
        lock (gate)
        {
            for (int i = 0; i < count; i++)
                toHost.Enqueue(data[offset + i]);
            return count;
        }
    }

    private static int Take(Queue<byte> from, Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, from.Count);
        for (int i = 0; i < count; i++)
            buffer[i] = from.Dequeue();
        return count;
    }
}
