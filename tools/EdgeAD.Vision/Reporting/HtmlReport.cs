using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Reporting;

/// <summary>An evaluation as one HTML file: charts, table, gallery with heat maps, model card. It asks for nothing outside of itself.</summary>
public static class HtmlReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="path">The file; replaced only when the report is complete.</param>
    /// <param name="result">What was found.</param>
    /// <param name="card">The model that was judged.</param>
    /// <param name="sections">Further sections after the table of categories.</param>
    /// <param name="progress">Counts pictures of the gallery.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>, or a picture that has become unreadable.</exception>
    public static void Write(
        string path,
        EvaluationResult result,
        ModelCard card,
        IReadOnlyList<ReportSection>? sections = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        byte[] page = System.Text.Encoding.UTF8.GetBytes(Build(result, card, sections ?? [], progress, cancellation));
        AtomicFile.Write(path, stream => stream.Write(page));
    }

    internal static string Build(
        EvaluationResult result,
        ModelCard card,
        IReadOnlyList<ReportSection> sections,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string title = $"{card.Name} on {result.Dataset}";
        string lead = $"{result.Images} pictures judged: {result.Good} of good parts, {result.Defects} of defects. "
            + "Larger scores are more anomalous; a part is rejected when its score exceeds the threshold.";
        return HtmlPage.Build("EdgeAD evaluation", title, lead, page =>
        {
            page.Raw(ReportTables.KeyFigures(result));
            foreach (string remark in EvaluationRemarks.Of(result, card))
                page.Open("section").Element("p", $"{char.ToUpperInvariant(remark[0])}{remark[1..]}.", ("class", "remark")).Close();
            page.Open("div", ("class", "charts"));
            page.Open("section").Element("h2", "Scores").Raw(ScoreHistogram.Svg(result)).Close();
            page.Open("section").Element("h2", "Every possible threshold").Raw(RocChart.Svg(result)).Close().Close();
            page.Open("section").Element("h2", "Categories").Raw(ReportTables.Categories(result)).Close();
            foreach (ReportSection section in sections)
                page.Open("section").Element("h2", section.Title).Raw(section.Html).Close();
            AddGallery(page, result, card, progress, cancellation);
            page.Raw(ReportTables.Unreadable(result));
            page.Open("section").Element("h2", "Model").Raw(ReportTables.Model(card)).Close();
        });
    }

    private static void AddGallery(
        Xml page, EvaluationResult result, ModelCard card, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        page.Open("section").Element("h2", "Pictures, nearest to the threshold first");
        int shown = Math.Min(Gallery.Limit, result.Pictures.Count);
        page.Element("p", (shown < result.Pictures.Count ? $"{shown} of {result.Pictures.Count} pictures; wrong verdicts take precedence. " : "")
            + "Colour shows how unusual a place is, the white line where it alone exceeds the threshold. Grey borders are not seen by the model.",
            ("class", "muted"));
        page.Raw("<input type=\"checkbox\" id=\"maps\" checked><label for=\"maps\">heat maps</label>\n");
        page.Raw("<input type=\"checkbox\" id=\"wrong\"><label for=\"wrong\">wrong verdicts only</label>\n");
        page.Raw(ReportTables.Legend(result.Threshold));
        page.Raw(Gallery.Html(result, card, progress, cancellation)).Close();
    }
}
