using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>The reject timer on the virtual clock: moves its pin exactly at the edges of its windows, which are times, or counts of a belt.</summary>
public sealed class VirtualPulseTimer : IPulseTimer
{
    private const int OnFirst = -2;
    private const int OffNext = -1;

    /// <summary>How long the hold outlasts a silence.</summary>
    private const long Release = 50_000;

    private readonly VirtualClock clock;
    private readonly IOutputPin pin;
    private readonly SimulatedBelt? belt;
    private readonly long silence;
    private readonly bool holdLevel;
    private readonly long[] generation;
    private readonly long[] begins;
    private readonly long[] ends;
    private readonly bool[] held;
    private readonly bool[] active;
    private int activeCount;
    private bool holding;
    private bool silent;
    private bool dead;

    /// <summary>A timer without windows.</summary>
    /// <param name="clock">The clock.</param>
    /// <param name="pin">REJECT.</param>
    /// <param name="slots">How many windows it can hold.</param>
    /// <param name="belt">Windows are counts of this belt; null: microseconds.</param>
    /// <param name="silence">Without a count for so long the pin takes <paramref name="holdLevel"/>; 0: never.</param>
    /// <param name="holdLevel">The level that removes parts.</param>
    public VirtualPulseTimer(VirtualClock clock, IOutputPin pin, int slots, SimulatedBelt? belt = null, long silence = 0, bool holdLevel = true)
    {
        this.clock = clock;
        this.pin = pin;
        this.belt = belt;
        this.silence = silence;
        this.holdLevel = holdLevel;
        generation = new long[slots];
        begins = new long[slots];
        ends = new long[slots];
        held = new bool[slots];
        active = new bool[slots];
        if (belt is not null)
        {
            belt.Changed += BeltChanged;
            BeltChanged();
        }
    }

    /// <summary>Raised when the encoder falls silent (true) and when it counts again.</summary>
    public event Action<bool>? Silence;

    private long Here => belt is null ? clock.Now : belt.Count;

    /// <inheritdoc />
    public void Set(int slot, long on, long off)
    {
        if (on >= off)
            throw new ArgumentException($"The window {on}..{off} of slot {slot} is empty.");

        held[slot] = true;
        begins[slot] = on;
        ends[slot] = off;
        Plan(slot);
    }

    /// <inheritdoc />
    public bool Clear(int slot)
    {
        bool begun = held[slot] && begins[slot] <= Here;
        generation[slot]++;
        held[slot] = false;
        Activate(slot, false);
        return !begun;
    }

    /// <summary>The board lost its power: all windows are forgotten and nothing moves the pin any more.</summary>
    public void Kill()
    {
        dead = true;
        if (belt is not null)
            belt.Changed -= BeltChanged;
    }

    private void Plan(int slot)
    {
        long mine = ++generation[slot];
        long here = Here;
        long on = When(begins[slot]);
        long off = When(ends[slot]);
        if (begins[slot] > here && on < long.MaxValue)
            clock.At(on, () => Follow(slot, mine, true), OnFirst);
        if (ends[slot] > here && off < long.MaxValue)
            clock.At(off, () => Follow(slot, mine, false), OffNext);
        Activate(slot, begins[slot] <= here && here < ends[slot]);
    }

    private long When(long place) => belt is null ? place : belt.WhenCount(place);

    private void BeltChanged()
    {
        for (int slot = 0; slot < held.Length; slot++)
        {
            if (held[slot] && ends[slot] > Here)
                Plan(slot);
        }

        if (silence <= 0)
            return;

        if (belt!.IsSilentFor(silence))
        {
            clock.At(clock.Now + silence, () => Fall(belt.IsSilentFor(silence)));
        }
        else
        {
            Fall(false);
            clock.At(clock.Now + Release, () => Hold(holding && belt.IsSilentFor(silence)));
        }
    }

    /// <summary>The encoder falls silent, or counts again; the hold outlasts the silence.</summary>
    private void Fall(bool nowSilent)
    {
        if (dead || nowSilent == silent)
            return;

        silent = nowSilent;
        Silence?.Invoke(silent);
        if (silent)
            Hold(true);
    }

    private void Hold(bool hold)
    {
        holding = hold;
        Show();
    }

    private void Follow(int slot, long mine, bool on)
    {
        if (generation[slot] == mine)
            Activate(slot, on);
    }

    private void Activate(int slot, bool on)
    {
        if (active[slot] != on)
            activeCount += on ? 1 : -1;

        active[slot] = on;
        Show();
    }

    private void Show()
    {
        if (dead)
            return;

        bool held = holding && (!holdLevel || Waiting());
        pin.Write(held ? holdLevel : activeCount > 0);
    }

    /// <summary>True when a window has yet to begin or to end.</summary>
    private bool Waiting()
    {
        for (int slot = 0; slot < held.Length; slot++)
        {
            if (held[slot] && ends[slot] > Here)
                return true;
        }

        return false;
    }
}
