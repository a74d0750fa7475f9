using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>A conveyor with a quadrature encoder. Speeds are counts per second and change at once; the encoder's signal may be lost while the belt runs.</summary>
public sealed class SimulatedBelt : IEncoder
{
    private const long Micro = 1_000_000;

    private readonly VirtualClock clock;
    private readonly List<(long Time, long Place, long Speed)> history = [];
    private Int128 lost;
    private long frozen;

    /// <summary>A belt at rest, or at a speed.</summary>
    public SimulatedBelt(VirtualClock clock, long countsPerSecond = 0)
    {
        this.clock = clock;
        history.Add((clock.Now, 0, countsPerSecond));
    }

    /// <summary>Raised after the speed or the signal has changed.</summary>
    public event Action? Changed;

    /// <summary>Present speed.</summary>
    public long CountsPerSecond => history[^1].Speed;

    /// <summary>True while the encoder's signal arrives.</summary>
    public bool HasSignal { get; private set; } = true;

    /// <summary>What the encoder counts: where the belt is, less what went by without signal.</summary>
    public long Count => CountAt(clock.Now);

    /// <summary>Changes the speed from now on.</summary>
    public void SetSpeed(long countsPerSecond)
    {
        history.Add((clock.Now, PlaceAt(clock.Now), countsPerSecond));
        if (history.Count > 64)
            history.RemoveRange(0, 16); // nobody asks for places that far back
        Changed?.Invoke();
    }

    /// <summary>Cuts the encoder's wire, or mends it.</summary>
    public void SetSignal(bool signal)
    {
        if (signal == HasSignal)
            return;

        if (!signal)
            frozen = Count;
        else
            lost = PlaceAt(clock.Now) - (Int128)frozen * Micro;
        HasSignal = signal;
        Changed?.Invoke();
    }

    /// <summary>What the encoder showed at a time not long ago; right while its signal was there all along since.</summary>
    public long CountAt(long time) => HasSignal ? (long)((Int128)PlaceAt(time) - lost) / Micro : frozen;

    /// <summary>When the encoder will show a count if nothing changes; <see cref="long.MaxValue"/>: never.</summary>
    public long WhenCount(long count)
    {
        if (Count >= count)
            return clock.Now;

        long speed = CountsPerSecond;
        return !HasSignal || speed <= 0 ? long.MaxValue : TimeOf((long)((Int128)count * Micro + lost));
    }

    /// <summary>True when no count arrives within a time.</summary>
    public bool IsSilentFor(long microseconds) => !HasSignal || CountsPerSecond * microseconds < Micro;

    /// <summary>Where the belt is at a time, in millionths of a count: the truth, whatever the encoder shows.</summary>
    public long PlaceAt(long time)
    {
        int index = history.Count - 1;
        while (index > 0 && history[index].Time > time)
            index--;
        return history[index].Place + (time - history[index].Time) * history[index].Speed;
    }

    /// <summary>When the belt reaches a place; <see cref="long.MaxValue"/> when it does not.</summary>
    public long TimeOf(long place)
    {
        int index = history.Count - 1;
        while (index > 0 && history[index].Place >= place)
            index--;

        var (time, start, speed) = history[index];
        if (place <= start)
            return time;
        return speed <= 0 ? long.MaxValue : time + (place - start + speed - 1) / speed;
    }
}
