using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Reporting;

/// <summary>The parts of a report that are made of words and numbers.</summary>
internal static class ReportTables
{
    public static string KeyFigures(EvaluationResult result)
    {
        var html = new Xml();
        html.Open("div", ("class", "tiles"));
        Tile(html, Figures.Ratio(result.Auroc), "image AUROC", "1 = every defect scores above every good part");
        Tile(html, Figures.Ratio(result.F1AtThreshold), "F1 at the threshold", $"best possible here {Figures.Ratio(result.F1Max)}");
        Tile(html, Figures.Percent(result.FalseRejectRate), "false rejects",
            $"{result.FalseRejects} of {result.Good} good; 95 %: {Figures.PercentInterval(result.FalseRejectInterval)}");
        Tile(html, Figures.Percent(result.EscapeRate), "escapes", $"{result.Escapes} of {result.Defects} defects; 95 %: {Figures.PercentInterval(result.EscapeInterval)}");
        if (result.PixelAuroc is not null)
            Tile(html, Figures.Ratio(result.AuPro), "AU-PRO", $"pixel AUROC {Figures.Ratio(result.PixelAuroc)}, {result.MaskedPictures} masks");
        Tile(html, Figures.Milliseconds(result.LatencyMs?.Median), "per picture, median", $"95 %: {Figures.Milliseconds(result.LatencyMs?.P95)}, on this machine");
        return html.Close().ToString();
    }

    public static string Categories(EvaluationResult result)
    {
        if (result.PerCategory.Count == 0)
            return "<p class=\"muted\">The data set holds no defects: only false rejects can be judged.</p>\n";
        var html = new Xml();
        html.Open("div", ("class", "scroll")).Open("table").Open("thead").Open("tr");
        foreach (string head in (string[])["Category", "Pictures", "Found", "Recall", "95 % interval", "AUROC"])
            html.Element("th", head);
        html.Close().Close().Open("tbody");
        foreach ((string name, CategoryResult category) in result.PerCategory)
        {
            html.Open("tr").Element("td", name).Element("td", $"{category.Count}").Element("td", $"{category.Found}");
            html.Open("td").Open("span", ("class", "meter")).Element("span", "", ("style", $"width:{Xml.Number(100 * category.Recall)}%")).Close();
            html.Text(Figures.Percent(category.Recall)).Close();
            html.Element("td", Figures.PercentInterval(category.RecallInterval)).Element("td", Figures.Ratio(category.Auroc)).Close();
        }
        return html.Close().Close().Close().ToString();
    }

    public static string Unreadable(EvaluationResult result)
    {
        if (result.Unreadable.Count == 0)
            return "";
        var html = new Xml();
        html.Open("section").Element("h2", $"Pictures left out: {result.Unreadable.Count}").Open("ul");
        foreach (UnreadablePicture picture in result.Unreadable)
            html.Element("li", $"{picture.Picture}: {picture.Reason}");
        return html.Close().Close().ToString();
    }

    public static string Legend(float threshold)
    {
        var scale = new HeatScale(threshold);
        string stops = string.Join(", ", Enumerable.Range(0, 17).Select(i =>
        {
            (byte r, byte g, byte b) = ColorMap.At(i / 16.0);
            return $"rgb({r},{g},{b})";
        }));
        var html = new Xml();
        html.Open("div", ("class", "legend")).Element("span", Figures.Score(scale.Low));
        html.Open("span", ("class", "ramp"), ("style", $"background:linear-gradient(to right, {stops})"));
        html.Element("i", "", ("style", $"left:{Xml.Number(100 * scale.Position(threshold))}%"), ("title", "threshold")).Close();
        html.Element("span", $"{Figures.Score(scale.High)} and more; the mark is the threshold");
        return html.Close().ToString();
    }

    public static string Model(ModelCard card)
    {
        var html = new Xml();
        html.Open("table", ("class", "card-table")).Open("tbody");
        foreach ((string name, string value) in ModelFacts.Of(card))
            html.Open("tr").Element("th", name).Element("td", value).Close();
        return html.Close().Close().ToString();
    }

    private static void Tile(Xml html, string figure, string name, string detail)
    {
        html.Open("div", ("class", "tile")).Element("b", figure).Element("span", name).Element("small", detail).Close();
    }
}
