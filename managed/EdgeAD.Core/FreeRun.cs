namespace EdgeAD.Core;

/// <summary>
/// Operation without a trigger: when the next picture is due, and what the presence cell says about it. A run is a row of pictures that show
/// one part; only the first makes the part, and the worst of them decides.
/// </summary>
internal sealed class FreeRun
{
    /// <summary>A managed time slice of the camera.</summary>
    private const long Lead = 20000;

    private readonly TriggerMode mode;
    private readonly long interval;
    private readonly float emptyFrom;
    private readonly float emptyTo;
    private readonly long longest;
    private long nextAt = -1;
    private Part first;
    private long firstNumber;
    private long firstAt;
    private bool running;

    internal FreeRun(LineSettings settings, Part none)
    {
        mode = settings.TriggerMode;
        interval = settings.FrameInterval;
        emptyFrom = settings.EmptyFrom;
        emptyTo = settings.EmptyTo;
        longest = settings.PresenceLength;
        first = none;
    }

    /// <summary>True when the camera runs free.</summary>
    internal bool Active
    {
        get { return mode != TriggerMode.External; }
    }

    /// <summary>True when parts are found by the presence cell: a picture is no part before it has been judged.</summary>
    internal bool ByPresence
    {
        get { return mode == TriggerMode.Presence; }
    }

    /// <summary>True when it is time to order the next picture: so early that hardware can time it whatever managed code does meanwhile.</summary>
    internal bool IsDue(long now)
    {
        return Active && now >= nextAt - Lead;
    }

    /// <summary>Orders the next picture: its moment, which is the present when the interval is over already.</summary>
    internal long NextExposure(long now)
    {
        long at = nextAt > now ? nextAt : now;
        nextAt = at + interval;
        return at;
    }

    /// <summary>True when the picture shows the belt. A score that is not a number is a part: what nobody knows is not nothing.</summary>
    internal bool IsEmpty(float presence)
    {
        return mode == TriggerMode.Presence && presence >= emptyFrom && presence <= emptyTo;
    }

    /// <summary>The belt is empty, or nobody knows what is on it: the next part is another one.</summary>
    internal void EndRun()
    {
        running = false;
    }

    /// <summary>Part to which a picture belongs: that of the run, or itself when it begins one.</summary>
    internal Part PartOf(Part seen, PartFifo fifo)
    {
        bool same = mode == TriggerMode.Presence && running && seen.ExposedAt - firstAt < longest && fifo.Holds(first, firstNumber);
        if (same)
            return first;

        running = true;
        first = seen;
        firstNumber = seen.Number;
        firstAt = seen.ExposedAt;
        return seen;
    }
}
