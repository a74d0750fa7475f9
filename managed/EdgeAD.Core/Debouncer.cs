namespace EdgeAD.Core;

/// <summary>
/// Believes a level once it has been steady for a while. Works on stamped edges, so its answer does not depend on when it is asked:
/// the time it reports is the edge that began the steady level, however late anybody looks.
/// </summary>
internal sealed class Debouncer
{
    private readonly long debounce;
    private bool raw;

    internal Debouncer(long debounce)
    {
        this.debounce = debounce;
    }

    /// <summary>The level that is believed.</summary>
    internal bool Active { get; private set; }

    /// <summary>Time of the edge that began the present raw level.</summary>
    internal long Since { get; private set; }

    /// <summary>Encoder count at that edge.</summary>
    internal long SinceCount { get; private set; }

    /// <summary>Edges that turned out to be no signal.</summary>
    internal int Bounces { get; private set; }

    /// <summary>Takes an edge. A second edge to the same level means that one between was lost: the wait starts again.</summary>
    internal void Edge(bool active, long time, long count)
    {
        if (raw != Active)
            Bounces++;

        raw = active;
        Since = time;
        SinceCount = count;
    }

    /// <summary>True when a new level, unchanged up to <paramref name="until"/>, has been steady long enough.</summary>
    internal bool CanConfirm(long until)
    {
        return raw != Active && until - Since >= debounce;
    }

    /// <summary>Believes that level; true when there was one.</summary>
    internal bool Confirm(long until)
    {
        if (!CanConfirm(until))
            return false;

        Active = raw;
        return true;
    }
}
