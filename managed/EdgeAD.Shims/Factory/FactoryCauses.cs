namespace EdgeAD.Shims;

/// <summary>
/// What has gone wrong lately, and which parts that can excuse. A part that nothing here excuses must be treated exactly as it deserves, whether ERR is
/// on or not: an ERR that has another reason must not hide a mistake.
/// </summary>
internal sealed class FactoryCauses
{
    private readonly List<Span> spans = [];

    /// <summary>Power is gone or the chip restarts, from a time until <see cref="Up"/>: parts on their way then are forgotten.</summary>
    internal void Down(long from) => spans.Add(new Span(from, long.MaxValue, Loses: true, OnTheirWay: true));

    /// <summary>The camera has its pins again; until its self-test has passed it judges nothing.</summary>
    internal void Up(long now, long selfTest)
    {
        for (int i = 0; i < spans.Count; i++)
        {
            if (spans[i].To == long.MaxValue)
                spans[i] = spans[i] with { To = now };
        }

        spans.Add(new Span(now, now + selfTest, Loses: false, OnTheirWay: false));
    }

    /// <summary>Parts that are anywhere between sensor and rejector during a span may pass although they are bad, or go although they are good.</summary>
    internal void OnTheWay(long from, long to, bool loses) => spans.Add(new Span(from, to, loses, OnTheirWay: true));

    /// <summary>The same for parts that arrive during a span.</summary>
    internal void Arriving(long from, long to, bool loses) => spans.Add(new Span(from, to, loses, OnTheirWay: false));

    /// <summary>Something can have made a good part go, or moved a pulse.</summary>
    internal bool Touched(FactoryPart part, long until) => part.Fault is not (PartFault.None or PartFault.BouncingTrigger) || Any(part, until, losing: false);

    /// <summary>Something can have made a bad part pass.</summary>
    internal bool CanBeLost(FactoryPart part, long until) => part.Fault == PartFault.LostTrigger || Any(part, until, losing: true);

    /// <summary>Forgets what was over before a time.</summary>
    internal void Forget(long time) => spans.RemoveAll(span => span.To < time);

    private bool Any(FactoryPart part, long until, bool losing)
    {
        foreach (var span in spans)
        {
            if ((!losing || span.Loses) && part.Arrival <= span.To && (span.OnTheirWay ? until : part.Arrival) >= span.From)
                return true;
        }

        return false;
    }

    private readonly record struct Span(long From, long To, bool Loses, bool OnTheirWay);
}
