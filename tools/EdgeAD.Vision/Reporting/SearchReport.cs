using System.Globalization;
using EdgeAD.Vision.Search;

namespace EdgeAD.Vision.Reporting;

/// <summary>A search as one HTML page: what was chosen, quality against time, what was tried, which synthetic defects are found.</summary>
public static class SearchReport
{
    private const int Rows = 40;

    /// <summary>Writes the page.</summary>
    /// <param name="path">The file; replaced only when complete.</param>
    /// <param name="result">What the search found.</param>
    /// <param name="unit">Where the milliseconds come from, e.g. <c>on this machine</c>.</param>
    public static void Write(string path, SearchResult result, string unit) => AtomicFile.WriteText(path, Build(result, unit));

    internal static string Build(SearchResult result, string unit)
    {
        string lead = $"{result.Trials.Count} configurations compared on synthetic defects, made on good parts that each had not seen."
            + (result.Complete ? "" : " The time was over before all that was planned had been tried.");
        return HtmlPage.Build("EdgeAD search", $"{result.Model.Card.Name}: {result.Chosen.Candidate.Key}", lead, page =>
        {
            page.Open("section").Element("h2", "Quality against time").Raw(ParetoChart.Svg(result.Trials, result.Chosen, unit)).Close();
            page.Open("section").Element("h2", $"Best {Math.Min(Rows, result.Trials.Count)} configurations");
            HtmlPage.Table(page, ["Configuration", "Score", "Synthetic AUROC", "Hard ones found", "Time", "Works in", "Model"], result.Trials.Take(Rows).Select(Row));
            page.Close();
            page.Open("section").Element("h2", "Synthetic defects and the chosen configuration");
            page.Element("p", "Image AUROC by kind and severity, each against held-out good parts.", ("class", "muted"));
            HtmlPage.Table(page, ["Kind", "easy", "medium", "hard"], Kinds(result.Chosen.Metrics));
            page.Close();
            page.Open("section").Element("h2", "Model").Raw(ReportTables.Model(result.Model.Card)).Close();
        });
    }

    private static string[] Row(RankedTrial trial) =>
    [
        trial.Candidate.Key, Figures.Ratio(trial.Objective), Figures.Ratio(trial.Metrics[TrialRecord.Auroc]), Figures.Percent(trial.Metrics[TrialRecord.HardRecall]),
        Figures.Milliseconds(trial.Cost.Milliseconds), Figures.Bytes(trial.Cost.WorkingBytes), Figures.Bytes(trial.Cost.ModelBytes),
    ];

    private static IEnumerable<string[]> Kinds(IReadOnlyDictionary<string, double> metrics) => metrics.Keys
        .Where(k => k.StartsWith("auroc_", StringComparison.Ordinal))
        .Select(k => k["auroc_".Length..].Split('_')[0]).Distinct(StringComparer.Ordinal)
        .Select(kind => (string[])[kind, .. ((string[])["easy", "medium", "hard"]).Select(d => metrics.TryGetValue($"auroc_{kind}_{d}", out double a) ? a.ToString("0.00", CultureInfo.InvariantCulture) : Figures.None)]);
}
