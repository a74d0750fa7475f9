using System;

namespace EdgeAD.Core;

/// <summary>The parts in flight, oldest first. A ring of parts that are all made at start-up.</summary>
internal sealed class PartFifo
{
    private readonly Part[] ring;
    private int oldest;

    internal PartFifo(int depth)
    {
        ring = new Part[depth];
        for (int i = 0; i < depth; i++)
            ring[i] = new Part(i);
    }

    internal int Count { get; private set; }

    internal bool IsFull
    {
        get { return Count == ring.Length; }
    }

    /// <summary>The part at <paramref name="index"/>, 0 = oldest.</summary>
    internal Part At(int index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentException("There is no part at this place of the queue.");

        return ring[(oldest + index) % ring.Length];
    }

    /// <summary>Place of a part that is in the queue.</summary>
    internal int IndexOf(Part part)
    {
        return (part.Slot - oldest + ring.Length) % ring.Length;
    }

    /// <summary>True when a part is in the queue and still the one of that number.</summary>
    internal bool Holds(Part part, long number)
    {
        return part.Number == number && part.Slot >= 0 && IndexOf(part) < Count;
    }

    /// <summary>Appends a part, undecided and without a window. The queue must not be full.</summary>
    internal Part Add(long number, long triggeredAt, long exposedAt, long due)
    {
        if (IsFull)
            throw new InvalidOperationException("The queue of parts is full.");

        Part part = ring[(oldest + Count) % ring.Length];
        Count++;
        part.Number = number;
        part.TriggeredAt = triggeredAt;
        part.ExposedAt = exposedAt;
        part.Due = due;
        part.State = PartState.Pending;
        part.Armed = false;
        part.TooLate = false;
        part.On = 0;
        part.Off = 0;
        return part;
    }

    /// <summary>Forgets the oldest part.</summary>
    internal void RemoveOldest()
    {
        if (Count == 0)
            throw new InvalidOperationException("The queue of parts is empty.");

        oldest = (oldest + 1) % ring.Length;
        Count--;
    }
}
