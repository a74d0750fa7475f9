using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>The reject timer on the virtual clock: moves its pin exactly at the edges of its windows.</summary>
public sealed class VirtualPulseTimer(VirtualClock clock, IOutputPin pin, int slots) : IPulseTimer
{
    private const int OnFirst = -2;
    private const int OffNext = -1;

    private readonly long[] generation = new long[slots];
    private readonly long[] begins = new long[slots];
    private readonly bool[] held = new bool[slots];
    private readonly bool[] active = new bool[slots];
    private int activeCount;

    /// <inheritdoc />
    public void Set(int slot, long on, long off)
    {
        if (on >= off)
            throw new ArgumentException($"The window {on}..{off} of slot {slot} is empty.");

        long mine = ++generation[slot];
        held[slot] = true;
        begins[slot] = on;
        bool now = on <= clock.Now && clock.Now < off;
        if (on > clock.Now)
            clock.At(on, () => Follow(slot, mine, true), OnFirst);
        if (off > clock.Now)
            clock.At(off, () => Follow(slot, mine, false), OffNext);
        Activate(slot, now);
    }

    /// <inheritdoc />
    public bool Clear(int slot)
    {
        bool begun = held[slot] && begins[slot] <= clock.Now;
        generation[slot]++;
        held[slot] = false;
        Activate(slot, false);
        return !begun;
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
        pin.Write(activeCount > 0);
    }
}
