using System.Text;

namespace EdgeAD.Vision.Reporting;

/// <summary>Digital signals as an oscilloscope shows them, one row each, as SVG.</summary>
public static class SignalChart
{
    private const int Width = 1080;
    private const int Left = 84;
    private const int Right = 16;
    private const int Top = 40;
    private const int RowHeight = 34;
    private const int Swing = RowHeight - 16;
    private const double LetterWidth = 6.5;
    private const int Bottom = 40;

    /// <summary>Draws the window from <paramref name="from"/> to <paramref name="to"/> seconds, for embedding in a report.</summary>
    public static string Svg(IReadOnlyList<SignalTrace> traces, IReadOnlyList<SignalMark> marks, IReadOnlyList<SignalGap> gaps, double from, double to) =>
        Draw(traces, marks, gaps, from, to, standalone: false);

    /// <summary>The same as a file of its own.</summary>
    public static string SvgFile(IReadOnlyList<SignalTrace> traces, IReadOnlyList<SignalMark> marks, IReadOnlyList<SignalGap> gaps, double from, double to) =>
        Draw(traces, marks, gaps, from, to, standalone: true);

    private static string Draw(
        IReadOnlyList<SignalTrace> traces, IReadOnlyList<SignalMark> marks, IReadOnlyList<SignalGap> gaps, double from, double to, bool standalone)
    {
        var svg = new Xml();
        var x = new Axis(from, to, Left, Width - Right);
        SignalGap[] missing = [.. gaps.Where(g => g.From >= from && g.To <= to)];
        int height = Top + traces.Count * RowHeight + Bottom;
        int floor = height - Bottom;
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("class", "chart signals"),
            ("aria-label", $"Signals of the line from {Xml.Number(from)} to {Xml.Number(to)} s: {string.Join(", ", traces.Select(t => t.Name))}"));
        svg.Open("style").Raw(standalone ? FileStyle + SignalStyle : SignalStyle).Close();
        if (standalone)
            svg.Empty("rect", ("class", "page"), ("width", Width), ("height", height));
        foreach (double tick in x.Ticks(12))
        {
            svg.Empty("line", ("class", "grid"), ("x1", x.At(tick)), ("x2", x.At(tick)), ("y1", Top - 6), ("y2", floor));
            svg.Element("text", Xml.Number(tick), ("class", "tick"), ("x", x.At(tick)), ("y", floor + 16), ("text-anchor", "middle"));
        }
        svg.Element("text", "seconds", ("class", "label"), ("x", Width - Right), ("y", height - 6), ("text-anchor", "end"));
        foreach (SignalMark mark in marks.Where(m => m.Time >= from && m.Time <= to))
        {
            svg.Empty("line", ("class", $"moment {mark.Kind}"), ("x1", x.At(mark.Time)), ("x2", x.At(mark.Time)), ("y1", Top - 10), ("y2", floor));
            svg.Element("text", mark.Text, ("class", $"name {mark.Kind}"), ("x", x.At(mark.Time)), ("y", Top - 16), ("text-anchor", "middle"));
        }
        for (int row = 0; row < traces.Count; row++)
        {
            double low = Top + (row + 1) * RowHeight - 8;
            svg.Element("text", traces[row].Name, ("class", "label strong"), ("x", Left - 10), ("y", low - 5), ("text-anchor", "end"));
            svg.Empty("path", ("class", $"signal {traces[row].Kind}"), ("d", Path(traces[row], x, from, to, low, low - Swing)));
            foreach (SignalGap gap in missing.Where(g => g.Signal == traces[row].Name))
                svg.Empty("rect", ("class", "gap"), ("x", x.At(gap.From)), ("y", low - Swing), ("width", Math.Max(3, x.At(gap.To) - x.At(gap.From))), ("height", Swing));
        }
        double at = Left;
        foreach (string meaning in missing.Select(g => g.Meaning).Distinct())
        {
            svg.Empty("rect", ("class", "gap"), ("x", at), ("y", height - 15), ("width", 14), ("height", 10));
            svg.Element("text", meaning, ("class", "label"), ("x", at + 20), ("y", height - 6));
            at += 40 + LetterWidth * meaning.Length;
        }
        return svg.Close().ToString();
    }

    private static string Path(SignalTrace trace, Axis x, double from, double to, double low, double high)
    {
        bool level = trace.Edges.LastOrDefault(e => e.Time < from).Level;
        var path = new StringBuilder().Append('M').Append(Xml.Number(x.At(from))).Append(' ').Append(Xml.Number(level ? high : low));
        foreach ((double time, bool after) in trace.Edges.Where(e => e.Time >= from && e.Time <= to))
            path.Append('H').Append(Xml.Number(x.At(time))).Append('V').Append(Xml.Number(after ? high : low));
        return path.Append('H').Append(Xml.Number(x.At(to))).ToString();
    }

    private const string SignalStyle =
        ".signals .signal { fill: none; stroke: var(--muted); stroke-width: 1.6; stroke-linejoin: round; } "
        + ".signals .signal.good { stroke: var(--good); } .signals .signal.bad { stroke: var(--bad); } .signals .signal.wrong { stroke: var(--wrong); } "
        + ".signals .moment { stroke: var(--line); stroke-dasharray: 2 3; } "
        + ".signals .moment.wrong { stroke: var(--wrong); } .signals .gap { fill: var(--wrong); fill-opacity: .18; stroke: var(--wrong); stroke-width: 1.4; stroke-dasharray: 3 2; } "
        + ".signals .name { font-size: 11px; } .signals .name.wrong { fill: var(--wrong); }";

    private const string FileStyle =
        ":root { --page: #fff; --ink: #1b2330; --muted: #5d6878; --line: #b9c2ce; --grid: #edf0f4; --good: #2f74c0; --bad: #d9702a; --wrong: #b3261e; } "
        + "@media (prefers-color-scheme: dark) { :root { --page: #12161d; --ink: #e7ebf1; --muted: #9aa6b6; --line: #4a5666; --grid: #262e3a; "
        + "--good: #6ba8ea; --bad: #f09a5b; --wrong: #ff8a80; } } "
        + ".page { fill: var(--page); } text { fill: var(--ink); font: 12px system-ui, sans-serif; } .tick, .label { fill: var(--muted); } "
        + ".strong { fill: var(--ink); font-weight: 600; } .grid { stroke: var(--grid); } .name { font-weight: 600; } "
        + ".name.good { fill: var(--good); } .name.bad { fill: var(--bad); } ";
}
