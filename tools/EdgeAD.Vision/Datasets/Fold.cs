namespace EdgeAD.Vision.Datasets;

/// <summary>One fold of a cross-validation. No part has pictures on both sides.</summary>
/// <param name="Index">Number of the fold, from 0.</param>
/// <param name="Fit">Pictures to learn from.</param>
/// <param name="HeldOut">Pictures to judge; over all folds every picture is held out exactly once.</param>
public sealed record Fold(int Index, IReadOnlyList<Sample> Fit, IReadOnlyList<Sample> HeldOut);
