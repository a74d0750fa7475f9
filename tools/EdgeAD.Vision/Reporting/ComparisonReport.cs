using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Evaluation.Comparison;

namespace EdgeAD.Vision.Reporting;

/// <summary>Two models side by side as one HTML page.</summary>
public static class ComparisonReport
{
    private static readonly string[] Head = ["", "First", "Second", "Difference", "95 % interval", ""];

    /// <summary>Writes the page.</summary>
    /// <param name="path">The page.</param>
    /// <param name="result">What was found.</param>
    /// <param name="first">What to call the first model, such as its file: two trainings on one data set have the same name.</param>
    /// <param name="second">What to call the second model.</param>
    public static void Write(string path, ComparisonResult result, string first, string second) => AtomicFile.WriteText(path, Build(result, first, second));

    /// <summary>Rows of the table: figure, first, second, difference, interval, verdict.</summary>
    public static IEnumerable<string[]> Rows(ComparisonResult result)
    {
        (string Name, Difference? Difference, bool More)[] figures =
        [
            ("image AUROC", result.Auroc, true), ("F1 at threshold", result.F1, true), ("false rejects", result.FalseRejects, false), ("escapes", result.Escapes, false),
            .. result.EscapesPerCategory.Select(c => ($"escapes: {c.Key}", (Difference?)c.Value, false)),
        ];
        foreach ((string name, Difference? difference, bool more) in figures)
        {
            if (difference is { } d)
            {
                yield return
                [
                    name, Figures.Ratio(d.First), Figures.Ratio(d.Second), Signed(d.Value), $"{Signed(d.Low)} to {Signed(d.High)}",
                    !d.IsClear ? "no clear difference" : (d.Value > 0) == more ? "second is better" : "first is better",
                ];
            }
        }
    }

    internal static string Build(ComparisonResult result, string first, string second)
    {
        string lead = $"{result.First.Images} pictures of {result.Parts} parts, judged by both models, each at its own threshold. "
            + $"Intervals: {result.Resamples} resamples of whole parts, the same for both.";
        return HtmlPage.Build("EdgeAD comparison", $"{first} and {second} on {result.First.Dataset}", lead, page =>
        {
            page.Open("section").Element("h2", "Differences");
            HtmlPage.Table(page, Head, Rows(result));
            page.Close();
            page.Open("div", ("class", "charts pair"));
            Model(page, "First", first, result.First);
            Model(page, "Second", second, result.Second);
            page.Close();
        });
    }

    private static void Model(Xml page, string place, string name, EvaluationResult result)
    {
        page.Open("section").Element("h2", $"{place}: {name}").Raw(ScoreHistogram.Svg(result)).Raw(RocChart.Svg(result)).Close();
    }

    private static string Signed(double value) => (value > 0 ? "+" : "") + Figures.Ratio(value);
}
