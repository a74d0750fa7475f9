using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>The record of a simulated run.</summary>
/// <param name="Parts">What became of each part, in the order of their arrival.</param>
/// <param name="Edges">Edges of the signals.</param>
/// <param name="Events">The inspection's own events.</param>
/// <param name="Statistics">The inspection's own counters.</param>
/// <param name="Duration">Virtual microseconds.</param>
public sealed record LineReport(
    IReadOnlyList<PartOutcome> Parts, IReadOnlyList<Edge> Edges, IReadOnlyList<LineEvent> Events, LineStatistics Statistics, long Duration)
{
    /// <summary>Bad parts that stayed on the belt.</summary>
    public int Escapes => Parts.Count(part => part.Escaped);

    /// <summary>Good parts that were taken off the belt.</summary>
    public int FalseRejects => Parts.Count(part => part.FalselyRejected);

    /// <summary>Parts that should have gone by the inspection's own decision, stayed, and nobody was told. Must be 0.</summary>
    public int PassedInSilence => Parts.Count(part => part.PassedInSilence);
}
