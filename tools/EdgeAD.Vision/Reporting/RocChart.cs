using EdgeAD.Vision.Evaluation;

namespace EdgeAD.Vision.Reporting;

/// <summary>The ROC curve with the point that the threshold chose.</summary>
internal static class RocChart
{
    private const int Size = 320;
    private const int Left = 44;
    private const int Right = 14;
    private const int Top = 14;
    private const int Bottom = 40;

    public static string Svg(EvaluationResult result)
    {
        RocCurve roc = result.Roc;
        if (roc.Area is not { } area)
            return "<p class=\"muted\">No curve: it takes good pictures and pictures of defects.</p>\n";
        var x = new Axis(0, 1, Left, Size - Right);
        var y = new Axis(0, 1, Size - Bottom, Top);
        string curve = string.Join(' ', roc.Points.Select(p => Point(x.At((double)p.FalseRejects / roc.Good), y.At((double)p.Found / roc.Defects))));

        var svg = new Xml();
        svg.Open("svg", ("viewBox", $"0 0 {Size} {Size}"), ("role", "img"), ("class", "chart"), ("aria-label", $"ROC curve, area {Figures.Ratio(area)}"));
        foreach (double tick in x.Ticks(5))
        {
            svg.Empty("line", ("class", "grid"), ("x1", x.At(tick)), ("x2", x.At(tick)), ("y1", Top), ("y2", Size - Bottom));
            svg.Empty("line", ("class", "grid"), ("x1", Left), ("x2", Size - Right), ("y1", y.At(tick)), ("y2", y.At(tick)));
            svg.Element("text", Percent(tick), ("class", "tick"), ("x", x.At(tick)), ("y", Size - Bottom + 16), ("text-anchor", "middle"));
            svg.Element("text", Percent(tick), ("class", "tick"), ("x", Left - 6), ("y", y.At(tick) + 4), ("text-anchor", "end"));
        }
        svg.Empty("line", ("class", "chance"), ("x1", x.At(0)), ("x2", x.At(1)), ("y1", y.At(0)), ("y2", y.At(1)));
        svg.Empty("polygon", ("class", "area"), ("points", $"{Point(x.At(0), y.At(0))} {curve} {Point(x.At(1), y.At(0))}"));
        svg.Empty("polyline", ("class", "curve"), ("points", curve));
        svg.Element("text", "good parts rejected, %", ("class", "label"), ("x", (Left + Size - Right) / 2), ("y", Size - 6), ("text-anchor", "middle"));
        svg.Element("text", "defects found, %", ("class", "label"), ("x", 0), ("y", 0), ("text-anchor", "middle"),
            ("transform", $"translate(11 {(Top + Size - Bottom) / 2}) rotate(-90)"));
        svg.Element("text", $"AUROC {Figures.Ratio(area)}", ("class", "label strong"), ("x", Size - Right - 10), ("y", y.At(0.08)), ("text-anchor", "end"));
        if (result is { FalseRejectRate: { } falseRejects, Recall: { } recall })
        {
            svg.Open("circle", ("class", "chosen"), ("cx", x.At(falseRejects)), ("cy", y.At(recall)), ("r", 6));
            svg.Element("title", $"at the threshold: {Figures.Percent(falseRejects)} of good parts rejected, {Figures.Percent(recall)} of defects found");
            svg.Close();
            bool low = recall > 0.5;
            svg.Element("text", "at the threshold", ("class", "label"), ("x", x.At(falseRejects) + 10), ("y", y.At(recall) + (low ? 18 : -8)));
        }
        return svg.Close().ToString();
    }

    private static string Point(double x, double y) => $"{Xml.Number(x)},{Xml.Number(y)}";

    private static string Percent(double share) => Xml.Number(100 * share);
}
