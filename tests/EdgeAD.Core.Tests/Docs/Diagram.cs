using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Docs;

/// <summary>A timing diagram of docs/line-interface.md: a simulated run and the part of it that is shown.</summary>
internal sealed record Diagram(string File, LineOptions Line, SimulatedPart[] Parts, TimelineOptions View)
{
    /// <summary>Runs the line and draws it.</summary>
    public string Draw(CancellationToken cancellation)
    {
        var report = SimulatedLine.Run(Line, Parts, SimulatedLine.ByScore(threshold: 5, latencyMicroseconds: 15_000), cancellation);
        return TimelineSvg.Draw(report.Edges, View);
    }
}
