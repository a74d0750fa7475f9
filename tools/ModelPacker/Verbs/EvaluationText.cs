using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary>An evaluation for the terminal.</summary>
internal static class EvaluationText
{
    public static void Say(VerbRun run, EvaluationResult result, ModelCard card)
    {
        run.Say($"{result.Dataset}: {result.Images} pictures, {result.Good} good, {result.Defects} with defects, threshold {Figures.Score(result.Threshold)}");
        run.Say();
        run.Say(Overview(result));
        run.Say();
        if (result.PerCategory.Count > 0)
        {
            run.Say(Categories(result));
            run.Say();
        }
        if (result.Defects == 0)
            run.Say("No defects in the data set: only false rejects can be judged.");
        if (result.Good == 0)
            run.Say("No good test pictures in the data set: false rejects and AUROC cannot be judged.");
        if (result.DefectsOutOfView > 0)
            run.Say($"{result.DefectsOutOfView} defect(s) lie outside of the centred crop that the model sees.");
        foreach (string remark in EvaluationRemarks.Of(result, card))
            run.Warn(remark);
    }

    private static TextTable Overview(EvaluationResult result)
    {
        var table = new TextTable("", "", "") { AlignLeft = true };
        table.Add("image AUROC", Figures.Ratio(result.Auroc));
        table.Add("F1 at threshold", Figures.Ratio(result.F1AtThreshold), $"best possible {Figures.Ratio(result.F1Max)}");
        table.Add("precision", Figures.Ratio(result.Precision));
        table.Add("recall", Figures.Ratio(result.Recall));
        table.Add("false rejects", Figures.Percent(result.FalseRejectRate),
            $"{result.FalseRejects} of {result.Good}, 95 %: {Figures.PercentInterval(result.FalseRejectInterval)}");
        table.Add("escapes", Figures.Percent(result.EscapeRate), $"{result.Escapes} of {result.Defects}, 95 %: {Figures.PercentInterval(result.EscapeInterval)}");
        if (result.PixelAuroc is not null)
        {
            table.Add("pixel AUROC", Figures.Ratio(result.PixelAuroc), $"{result.MaskedPictures} masks");
            table.Add("AU-PRO", Figures.Ratio(result.AuPro));
        }
        if (result.FrameDrift is { } drift)
            table.Add("drift of good parts", Figures.Score((float)drift), "standard deviations from training, median; about 2 on the same line");
        table.Add("time per picture", Figures.Milliseconds(result.LatencyMs?.Median), $"95 %: {Figures.Milliseconds(result.LatencyMs?.P95)}");
        return table;
    }

    private static TextTable Categories(EvaluationResult result)
    {
        var table = new TextTable("category", "count", "found", "recall", "95 % interval", "AUROC");
        foreach ((string name, CategoryResult category) in result.PerCategory)
        {
            table.Add(name, $"{category.Count}", $"{category.Found}", Figures.Percent(category.Recall),
                Figures.PercentInterval(category.RecallInterval), Figures.Ratio(category.Auroc));
        }
        return table;
    }
}
