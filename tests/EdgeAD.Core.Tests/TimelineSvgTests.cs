using System.Xml.Linq;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests;

/// <summary>Timing diagrams.</summary>
public sealed class TimelineSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly Edge[] Edges = [new(2000, "A", true), new(4000, "A", false), new(5000, "B<", true)];

    private static TimelineOptions Options => new()
    {
        Title = "a & b", From = 0, To = 10_000, Signals = ["A", "B<"], Width = 1108, Spans = [new("A", "width", 2000, 4000)],
    };

    [Fact]
    public void Draws_each_edge_at_its_place()
    {
        var waves = XDocument.Parse(TimelineSvg.Draw(Edges, Options)).Descendants(Svg + "path")
            .Where(path => path.Attribute("class")!.Value.StartsWith("wave", StringComparison.Ordinal))
            .Select(path => path.Attribute("d")!.Value);

        Assert.Equal(["M92 58H292V42H492V58H1092", "M92 107H592V91H1092"], waves);
    }

    [Fact]
    public void A_window_in_the_middle_starts_at_the_level_that_is_on_there() =>
        Assert.Contains("d=\"M92 42H192V58H1092\"", TimelineSvg.Draw(Edges, Options with { From = 3000, To = 13_000 }));

    [Fact]
    public void Names_are_escaped_and_lines_end_in_line_feeds()
    {
        string svg = TimelineSvg.Draw(Edges, Options);

        Assert.Contains("a &amp; b", svg);
        Assert.Contains("B&lt;", svg);
        Assert.DoesNotContain('\r', svg);
    }

    [Fact]
    public void An_empty_window_is_refused() =>
        Assert.Throws<ArgumentException>(() => TimelineSvg.Draw(Edges, Options with { To = 0 }));
}
