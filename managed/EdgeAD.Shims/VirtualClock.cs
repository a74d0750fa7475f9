using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>Time that moves only when it is told to, with a queue of things that happen at their moment.</summary>
public sealed class VirtualClock : IClock
{
    private readonly PriorityQueue<Action, (long Time, int Order, long Sequence)> queue = new();
    private long sequence;

    /// <inheritdoc />
    public long Now { get; private set; }

    /// <summary>UTC at <see cref="Now"/> = 0 in milliseconds since 1970, or -1 while the clock is not synchronised.</summary>
    public long UtcAtStart { get; set; } = -1;

    /// <inheritdoc />
    public long UtcMilliseconds => UtcAtStart < 0 ? -1 : UtcAtStart + Now / 1000;

    /// <summary>Time of the next thing to happen, or <see cref="long.MaxValue"/>.</summary>
    public long NextEvent => queue.TryPeek(out _, out var key) ? key.Time : long.MaxValue;

    /// <summary>Lets something happen at a time (now, when that has passed). Of one moment, lower <paramref name="order"/> comes first.</summary>
    public void At(long time, Action action, int order = 0) => queue.Enqueue(action, (Math.Max(time, Now), order, sequence++));

    /// <summary>Moves time on to <paramref name="time"/>; everything up to and including that moment happens in order.</summary>
    public void RunUntil(long time)
    {
        while (queue.TryPeek(out _, out var key) && key.Time <= time)
        {
            Now = key.Time;
            queue.Dequeue()();
        }

        Now = Math.Max(Now, time);
    }
}
