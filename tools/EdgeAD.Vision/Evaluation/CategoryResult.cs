namespace EdgeAD.Vision.Evaluation;

/// <summary>How one category of defects fared.</summary>
/// <param name="Count">Pictures of it.</param>
/// <param name="Found">Of these, rejected at the threshold.</param>
/// <param name="Recall">Found / count.</param>
/// <param name="RecallInterval">Wilson 95 % interval of the recall: low, high.</param>
/// <param name="Auroc">Image AUROC of this category against the good test pictures; null without good ones.</param>
public sealed record CategoryResult(int Count, int Found, double Recall, double[] RecallInterval, double? Auroc);
