using System.Globalization;
using System.Xml.Linq;
using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Shims;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>The drawing of <c>simulate --timeline</c>.</summary>
public sealed class TimelineTests
{
    private const float Threshold = 5;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void ABadPartLetThroughIsMarkedWhereItsPulseIsMissing()
    {
        // 20 parts, one every half second: bad ones found at 3, 13 and 15, let through at 14.
        XElement[] drawn = Draw(i => i is 3 or 13 or 15 ? Bad(9) : i == 14 ? Bad(1) : Good());
        Assert.Equal(["good part", "bad part", "escape", "bad part"], drawn.Where(e => Class(e).StartsWith("name ", StringComparison.Ordinal)).Take(4).Select(e => e.Value));
        XElement[] outlines = [.. drawn.Where(e => Class(e) == "gap")];
        Assert.Equal(2, outlines.Length); // where the pulse is missing, and in the legend
        Assert.Single(drawn, e => Class(e) == "label" && e.Value.StartsWith("escape: ", StringComparison.Ordinal));

        // The pulses of its neighbours, half a second before and after: the outline stands half-way and is as long as they are.
        string[] wave = drawn.Single(e => Class(e) == "signal bad" && e.ElementsBeforeSelf().Last().Value == "REJECT").Attribute("d")!.Value.Split('H');
        double[] edges = [.. wave.Skip(1).Where(w => w.Contains('V', StringComparison.Ordinal)).Select(w => double.Parse(w.Split('V')[0], CultureInfo.InvariantCulture))];
        Assert.Equal(4, edges.Length);
        double from = Number(outlines[0], "x"), length = Number(outlines[0], "width");
        Assert.InRange(from, (edges[0] + edges[2]) / 2 - 1, (edges[0] + edges[2]) / 2 + 1);
        Assert.InRange(length, edges[1] - edges[0] - 0.1, edges[1] - edges[0] + 0.1);
    }

    [Fact]
    public void WhereEveryBadPartGoesNothingIsMarked()
    {
        XElement[] drawn = Draw(i => i is 3 or 13 ? Bad(9) : Good());
        Assert.Contains(drawn, e => e.Value == "bad part");
        Assert.DoesNotContain(drawn, e => Class(e) == "gap" || e.Value.StartsWith("escape", StringComparison.Ordinal));
    }

    [Fact]
    public void ALineThatRejectsNothingShowsItsFirstEscape()
    {
        XElement[] drawn = Draw(i => i == 16 ? Bad(1) : Good());
        Assert.Equal(2, drawn.Count(e => Class(e) == "gap"));
    }

    private static XElement[] Draw(Func<int, SimulatedPart> part)
    {
        LineReport report = SimulatedLine.Run(
            new LineOptions { Settings = LineSimulation.Settings }, SimulatedLine.Arrivals(20, 120, part), SimulatedLine.ByScore(Threshold, latencyMicroseconds: 40_000));
        return [.. XDocument.Parse(Timeline.Svg(report, standalone: true)).Root!.Elements().Where(e => e.Name.Namespace == Svg)];
    }

    private static SimulatedPart Good() => new(0, IsGood: true, Score: 1);

    private static SimulatedPart Bad(float score) => new(0, IsGood: false, score);

    private static string Class(XElement element) => element.Attribute("class")?.Value ?? "";

    private static double Number(XElement element, string name) => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
