using EdgeAD.Vision.Bench;

namespace EdgeAD.Vision.Tests.Bench;

public sealed class MeasuredLinesTests
{
    private static readonly string[] Lines =
    [
        "fast\tmemory\t1000", "fast\tframe\t50.5\t", "fast\tcamera\t60\t", "fast\thead\t5\t",
        "fast\tlayer\t10\t0\tconv3x3\t48\t48\t3\t16\t2\tshift\t32", "fast\tlayer\t20.25\t1\tdepthwise3x3\t48\t48\t16\t16\t1\texact\t0",
        "reference\tmemory\t900", "reference\tframe\t500", "reference\tcamera\t510", "reference\thead\t6",
        "reference\tlayer\t100\t0\tconv3x3\t48\t48\t3\t16\t2\tshift\t0", "reference\tlayer\t300\t1\tdepthwise3x3\t48\t48\t16\t16\t1\texact\t0",
    ];

    [Fact]
    public void Tables_come_in_their_order_with_all_figures()
    {
        IReadOnlyList<TableFigures> tables = MeasuredLines.Read(Lines, "cortex-m4", "instructions", 4000);
        Assert.Equal(["fast", "reference"], tables.Select(t => t.Table));
        Assert.Equal((50.5, 5, 1000, 4000), (tables[0].Frame, tables[0].Head, tables[0].EngineBytes, tables[0].CodeBytes));
        Assert.Equal(30.25, tables[0].Backbone);
        Assert.Equal(new LayerFigure("conv3x3", 48, 48, 3, 16, 2, "shift", 32, 10), tables[0].Layers[0]);
        Assert.Equal((48 * 48 * 16 * 27) + (48 * 48 * 16 * 9), tables[1].Macs);
    }

    [Fact]
    public void A_layer_that_lacks_a_column_is_no_figure() =>
        Assert.Throws<FormatException>(() => MeasuredLines.Read([.. Lines[..4], "fast\tlayer\t10\t0\tconv3x3\t48\t48\t3\t16\t2\tshift"], "x", "us"));

    [Fact]
    public void The_median_of_runs_is_taken_part_by_part()
    {
        IReadOnlyList<TableFigures> Scaled(double by) => [.. MeasuredLines.Read(Lines, "host", "us").Select(t => t with { Frame = t.Frame * by, Layers = [.. t.Layers.Select((l, i) => l with { Value = l.Value * (i == 0 ? by : 3 - by) })] })];
        IReadOnlyList<TableFigures> middle = HostBench.Median([Scaled(2), Scaled(0.5), Scaled(1)]);
        Assert.Equal(50.5, middle[0].Frame);
        Assert.Equal(10, middle[0].Layers[0].Value);
        Assert.Equal(20.25 * 2, middle[0].Layers[1].Value);
    }

    [Fact]
    public void A_page_keeps_what_stands_around_the_marks()
    {
        string page = MarkedPage.With("# A\n<!-- x: begin -->\nold\n<!-- x: end -->\nrest\n", "x", "new\n", "edgead 1", "0123456789");
        Assert.Equal("# A\n<!-- x: begin -->\n\nMade by edgead 1, commit 01234567.\n\nnew\n<!-- x: end -->\nrest\n", page);
        Assert.Equal("Made by edgead 1, commit 01234567.\n\nnew\n", MarkedPage.With("", "x", "new\n", "edgead 1", "0123456789"));
    }
}
