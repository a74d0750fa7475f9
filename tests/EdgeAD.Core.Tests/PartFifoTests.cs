using EdgeAD.Core;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeAD.Core.Tests;

/// <summary>The queue of parts behaves like an ordinary queue that refuses to grow.</summary>
public sealed class PartFifoTests
{
    /// <summary>Runs random sequences of add (true) and remove (false) against <see cref="Queue{T}"/>.</summary>
    [Fact]
    public void Behaves_like_a_bounded_queue()
    {
        var runs = from depth in Gen.Choose(1, 9)
                   from operations in Gen.ListOf(Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false))), 200)
                   select (depth, operations.ToArray());

        Prop.ForAll(Arb.From(runs), run => AgreesWithOracle(run.depth, run.Item2)).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Refuses_to_overflow_and_to_underflow()
    {
        var fifo = new PartFifo(1);
        Assert.Throws<InvalidOperationException>(fifo.RemoveOldest);
        fifo.Add(1, 0, 0, 0);
        Assert.True(fifo.IsFull);
        Assert.Throws<InvalidOperationException>(() => fifo.Add(2, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => fifo.At(1));
        Assert.Throws<ArgumentException>(() => fifo.At(-1));
    }

    private static bool AgreesWithOracle(int depth, bool[] operations)
    {
        var fifo = new PartFifo(depth);
        var oracle = new Queue<(long Number, int Slot)>();
        long number = 0;
        foreach (bool add in operations)
        {
            if (add && oracle.Count < depth)
            {
                var part = fifo.Add(++number, number * 2, number * 3, number * 4);
                if (oracle.Any(other => other.Slot == part.Slot) || part.State != PartState.Pending || part.Armed)
                    return false;
                oracle.Enqueue((number, part.Slot));
            }
            else if (!add && oracle.Count > 0)
            {
                fifo.RemoveOldest();
                oracle.Dequeue();
            }

            if (!SameContent(fifo, oracle, depth))
                return false;
        }

        return true;
    }

    private static bool SameContent(PartFifo fifo, Queue<(long Number, int Slot)> oracle, int depth)
    {
        if (fifo.Count != oracle.Count || fifo.IsFull != (oracle.Count == depth))
            return false;

        int index = 0;
        foreach (var (number, slot) in oracle)
        {
            var part = fifo.At(index);
            bool same = part.Number == number && part.Slot == slot && part.Due == number * 4 && fifo.IndexOf(part) == index
                && fifo.Holds(part, number) && !fifo.Holds(part, number + 1);
            if (!same)
                return false;
            index++;
        }

        return true;
    }
}
