using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Reporting;

/// <summary>One judged picture of the gallery: photograph, heat map, verdict, score.</summary>
internal static class GalleryCard
{
    private const int LongestSide = 256;
    private const int Quality = 82;

    public static string Html(PictureResult result, EvaluationResult evaluation, ModelCard card)
    {
        Picture picture = PictureScaler.Fit(PictureLoader.Load(result.Sample.Path), LongestSide, LongestSide);
        Picture overlay = HeatMap.Overlay(picture, result.Score, new HeatScale(evaluation.Threshold), InputView.Of(card));
        string verdict = Verdict(result);
        var html = new Xml();
        html.Open("figure", ("class", $"card {(result.IsRight ? "right" : "wrong")}"));
        html.Open("div", ("class", "picture"));
        html.Empty("img", ("class", "photo"), ("alt", $"{result.Sample.RelativePath}, photograph"), ("src", Embed(picture)));
        html.Empty("img", ("class", "heat"), ("alt", $"{result.Sample.RelativePath}, heat map"), ("src", Embed(overlay)));
        html.Close();
        html.Open("figcaption");
        html.Element("span", verdict, ("class", $"badge {verdict.Replace(' ', '-')}"));
        html.Element("span", Figures.Score(result.Score.Image), ("class", "score"), ("title", $"threshold {Figures.Score(evaluation.Threshold)}"));
        html.Element("span", result.Sample.RelativePath, ("class", "file"));
        return html.Close().Close().ToString();
    }

    private static string Verdict(PictureResult result) => (result.Sample.IsGood, result.Rejected) switch
    {
        (true, false) => "kept",
        (true, true) => "false reject",
        (false, true) => "found",
        (false, false) => "escape",
    };

    private static string Embed(Picture picture) => "data:image/jpeg;base64," + Convert.ToBase64String(PictureWriter.Jpeg(picture, Quality));
}
