namespace EdgeAD.Vision.Search;

/// <summary>How well a candidate tells synthetic defects from good parts that it has not seen.</summary>
/// <param name="Auroc">Mean over kinds, severities and folds of the image AUROC.</param>
/// <param name="HardRecall">Share of the hardest defects above the threshold that held-out good parts give at the requested false-reject rate.</param>
/// <param name="Paired">Mean over kinds and severities of the AUROC that each defect's rise above its own good picture promises, given how good pictures scatter.</param>
/// <param name="PerKind">Image AUROC by kind and severity, e.g. <c>scar_hard</c>; mean over folds.</param>
public sealed record SyntheticScores(double Auroc, double HardRecall, double Paired, IReadOnlyDictionary<string, double> PerKind);
