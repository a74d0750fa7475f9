using System.Globalization;

namespace EdgeAD.Vision.Bench;

/// <summary>Reads what native-kernels/bench prints: table, part, figure, and for layers their shape; tabs between.</summary>
internal static class MeasuredLines
{
    private const int LayerColumns = 12;

    /// <summary>Figures of every table that the lines speak of, in their order.</summary>
    /// <param name="lines">Lines without target and model.</param>
    /// <param name="target">Target that printed them.</param>
    /// <param name="unit">Unit of the figures.</param>
    /// <param name="codeBytes">Code on that target; 0: not known.</param>
    public static IReadOnlyList<TableFigures> Read(IEnumerable<string> lines, string target, string unit, long codeBytes = 0)
    {
        var tables = new List<TableFigures>();
        foreach (var table in lines.Select(l => l.Split('\t')).Where(c => c.Length >= 3).GroupBy(c => c[0]))
        {
            double Part(string name) => Number(table.Single(c => c[1] == name)[2]);
            tables.Add(new TableFigures
            {
                Target = target,
                Table = table.Key,
                Unit = unit,
                Frame = Part("frame"),
                Camera = Part("camera"),
                Head = Part("head"),
                EngineBytes = (long)Part("memory"),
                CodeBytes = codeBytes,
                Layers = [.. table.Where(c => c[1] == "layer").Select(Layer)],
            });
        }

        return tables;
    }

    private static LayerFigure Layer(string[] c) => c.Length != LayerColumns
        ? throw new FormatException($"a layer in {c.Length} columns")
        : new LayerFigure(c[4], Whole(c[5]), Whole(c[6]), Whole(c[7]), Whole(c[8]), Whole(c[9]), c[10], Whole(c[11]), Number(c[2]));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
