using EdgeAD.Core;
using EdgeAD.Shims;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Simulation;

/// <summary>The line's signals around its first rejects; where bad parts were let through, around the first reject with such an escape near it.</summary>
internal static class Timeline
{
    private const int PartsShown = 8;
    private const string Escape = "escape: a bad part passes the rejector without a pulse";

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
        SignalMark[] marks = [.. parts.Select(Arrival)];
        double pulse = LineSimulation.Settings.PulseWidth / 1e6;
        SignalGap[] gaps = [.. parts.Where(p => p.Escaped).Select(p => new SignalGap(SignalNames.Reject, p.Due / 1e6, p.Due / 1e6 + pulse, Escape))];
        double from = parts.Length == 0 ? 0 : parts[0].Part.Arrival / 1e6 - 0.1;
        double to = parts.Length == 0 ? 1 : parts[^1].Due / 1e6 + 0.1;
        return standalone ? SignalChart.SvgFile(traces, marks, gaps, from, to) : SignalChart.Svg(traces, marks, gaps, from, to);
    }

    private static SignalMark Arrival(PartOutcome part) => part switch
    {
        { Escaped: true } => new SignalMark(part.Part.Arrival / 1e6, "escape", "wrong"),
        { Part.IsGood: true } => new SignalMark(part.Part.Arrival / 1e6, "good part", "good"),
        _ => new SignalMark(part.Part.Arrival / 1e6, "bad part", "bad"),
    };

    // From the part before the first one that had to go; rather the first with an escape near it, if there is one.
    private static IEnumerable<PartOutcome> Window(IReadOnlyList<PartOutcome> parts)
    {
        int[] rejects = [.. Enumerable.Range(0, parts.Count).Where(i => parts[i].Decision == EventKind.Ng)];
        IEnumerable<int> starts = rejects.Length > 0 ? rejects : Enumerable.Range(0, parts.Count).Where(i => parts[i].Escaped).Take(1).DefaultIfEmpty();
        IEnumerable<IEnumerable<PartOutcome>> windows = starts.Select(i => parts.Skip(Math.Max(0, Math.Min(i - 1, parts.Count - PartsShown))).Take(PartsShown));
        return windows.FirstOrDefault(window => window.Any(p => p.Escaped)) ?? windows.First();
    }
}
