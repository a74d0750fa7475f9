using System.Globalization;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Bench;

/// <summary>The bar chart of docs/performance.md: one group of bars per target, ours, plain C and others, on a logarithmic axis.</summary>
public static class KernelChart
{
    private const int Width = 900, Left = 300, Right = 90, RowHeight = 20, GroupGap = 22, Top = 46, Bottom = 16;
    private const string Style = "text{font:13px system-ui,sans-serif;fill:#222}.title{font-weight:600}.note{fill:#666;font-size:11px}.ours{fill:#1f6f5c}.plain{fill:#a9c7bf}.peer{fill:#c98a3a}.earlier{fill:#e6cfae}.page{fill:#fff}";

    private sealed record Bar(string Name, double Value, string Kind);

    /// <summary>The chart as an SVG file; the same report gives the same text.</summary>
    public static string Svg(KernelReport report)
    {
        (string Title, string Unit, Bar[] Bars)[] groups = [.. report.ByTarget().Select(g => Group(report, [.. g]))];
        int height = Top + Bottom + groups.Sum(g => (g.Bars.Length * RowHeight) + GroupGap);
        var svg = new Xml();
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("viewBox", $"0 0 {Width} {height}"), ("role", "img"), ("aria-label", "Time or instructions per target: kernels, plain C and other runtimes"));
        svg.Open("style").Raw(Style).Close();
        svg.Empty("rect", ("class", "page"), ("width", Width), ("height", height));
        svg.Element("text", "The layers of the network on each target, one thread; every group has its own logarithmic axis, shorter is faster", ("class", "note"), ("x", 12), ("y", 18));
        svg.Element("text", "dark: our kernels; light: our reference C; orange: others in the same run; pale: others, measured earlier", ("class", "note"), ("x", 12), ("y", 34));
        double y = Top;
        foreach ((string title, string unit, Bar[] bars) in groups)
        {
            svg.Element("text", $"{title}, {unit}", ("class", "title"), ("x", 12), ("y", y + 13));
            y += GroupGap - 4;
            double least = bars.Min(b => b.Value) / 2, most = bars.Max(b => b.Value);
            foreach (Bar bar in bars)
            {
                double length = Math.Log(bar.Value / least) / Math.Log(most / least) * (Width - Left - Right);
                svg.Element("text", bar.Name, ("x", Left - 8), ("y", y + 13), ("text-anchor", "end"));
                svg.Empty("rect", ("class", bar.Kind), ("x", Left), ("y", y + 2), ("width", length), ("height", RowHeight - 5));
                svg.Element("text", bar.Value.ToString(bar.Value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture), ("x", Left + length + 6), ("y", y + 13));
                y += RowHeight;
            }

            y += 4;
        }

        return svg.Close().ToString();
    }

    private static (string Title, string Unit, Bar[] Bars) Group(KernelReport report, TableFigures[] tables)
    {
        bool time = tables[0].Unit == "us";
        double unit = time ? 1 : 1e6;
        IEnumerable<Bar> ours = tables.Select(t => new Bar(t.Table == TableFigures.Plain ? "reference C" : t.Table, t.Backbone / unit, t.Table == TableFigures.Plain ? "plain" : "ours"));
        IEnumerable<Bar> others = report.Peers.Where(p => p.Target == tables[0].Target).Select(p => new Bar(p.Name, p.Value / unit, p.Measured ? "peer" : "earlier"));
        return (tables[0].Target == TableFigures.Host ? $"This machine ({report.Machine})" : tables[0].Target, time ? "microseconds" : "million instructions", [.. ours, .. others]);
    }
}
