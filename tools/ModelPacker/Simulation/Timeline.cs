using EdgeAD.Core;
using EdgeAD.Shims;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>The line's signals around its first rejects.</summary>
internal static class Timeline
{
    private const int PartsShown = 8;

    private static readonly (string Signal, string Kind)[] Shown =
    [
        (SignalNames.Trigger, ""), (SignalNames.Exposure, ""), (SignalNames.Busy, ""), (SignalNames.Ok, "good"),
        (SignalNames.Ng, "bad"), (SignalNames.Error, "wrong"), (SignalNames.Reject, "bad"),
    ];

    /// <summary>SVG as a file of its own, or for embedding.</summary>
    public static string Svg(LineReport report, bool standalone)
    {
        SignalTrace[] traces = [.. Shown.Select(s => new SignalTrace(s.Signal, s.Kind,
            [.. report.Edges.Where(e => e.Signal == s.Signal).Select(e => (e.Time / 1e6, e.Level))]))];
        PartOutcome[] parts = [.. Window(report.Parts)];
        SignalMark[] marks = [.. parts.Select(p => new SignalMark(p.Part.Arrival / 1e6, p.Part.IsGood ? "good part" : "bad part", p.Part.IsGood ? "good" : "bad"))];
        double from = parts.Length == 0 ? 0 : parts[0].Part.Arrival / 1e6 - 0.1;
        double to = parts.Length == 0 ? 1 : parts[^1].Due / 1e6 + 0.1;
        return standalone ? SignalChart.SvgFile(traces, marks, from, to) : SignalChart.Svg(traces, marks, from, to);
    }

    // From the part before the first one that had to go.
    private static IEnumerable<PartOutcome> Window(IReadOnlyList<PartOutcome> parts)
    {
        int first = Enumerable.Range(0, parts.Count).FirstOrDefault(i => parts[i].Decision == EventKind.Ng);
        return parts.Skip(Math.Max(0, Math.Min(first - 1, parts.Count - PartsShown))).Take(PartsShown);
    }
}
