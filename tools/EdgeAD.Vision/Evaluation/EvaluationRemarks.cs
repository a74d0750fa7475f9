using System.Globalization;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Evaluation;

/// <summary>What a reader of an evaluation must not overlook, in whole sentences.</summary>
public static class EvaluationRemarks
{
    /// <summary>Drift of good parts above which light, focus or product are not those of the training, in standard deviations; about 2 on the same line.</summary>
    public const double DriftLimit = 4;

    // Below five defects one of them decides. An AUROC of 0.75 is half-way between chance and perfect: below it, scores do not separate and no threshold
    // helps. The best F1 looks at the labels, so a threshold is some way off it even when all is well.
    private const int FewestDefects = 5;
    private const double Separates = 0.75, ShareOfBestF1 = 0.7;

    /// <summary>The scores separate good from bad, but the threshold lies above most defects.</summary>
    public static bool IsTooCareful(EvaluationResult result) =>
        result.Defects >= FewestDefects && result.Auroc >= Separates && result.F1AtThreshold < ShareOfBestF1 * result.F1Max && result.Threshold >= result.F1MaxThreshold;

    /// <summary>Good parts look otherwise than those of the training.</summary>
    public static bool IsFarFromTraining(EvaluationResult result) => result.FrameDrift > DriftLimit;

    /// <summary>The remarks, most often none.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="card">The model that was judged: where its threshold comes from.</param>
    public static IEnumerable<string> Of(EvaluationResult result, ModelCard card)
    {
        if (IsFarFromTraining(result))
        {
            yield return string.Create(CultureInfo.InvariantCulture,
                $"these pictures do not look like those the model was trained on (drift of good parts {result.FrameDrift:0.0}, at most {DriftLimit} on the same line): another product, light, focus or crop?");
        }

        if (!IsTooCareful(result))
            yield break;
        string separates = $"the scores separate good from bad (AUROC {Figures.Ratio(result.Auroc)}), the threshold does not: {result.Escapes} of {result.Defects} defects are let through";
        bool fromGoodParts = !card.TunedOnDefects && result.Threshold == card.Threshold;
        yield return fromGoodParts
            ? $"{separates}. The threshold comes from {card.HeldOutParts} good parts and is careful. Ways out: more good parts; leaving out odd ones that train names, if they are not good; "
                + $"a larger --fpr of train (this model: {card.TargetFalseRejectRate.ToString("0.####", CultureInfo.InvariantCulture)}); edgead device teach on the line; edgead search"
            : $"{separates}. A lower one finds more of them";
    }
}
