namespace EdgeAD.Vision.Evaluation;

/// <summary>What a threshold would do: everything that scores at least <paramref name="Threshold"/> is rejected.</summary>
/// <param name="Threshold">Score; positive infinity for the point where nothing is rejected.</param>
/// <param name="FalseRejects">Good pictures rejected.</param>
/// <param name="Found">Defects rejected.</param>
public readonly record struct RocPoint(float Threshold, int FalseRejects, int Found);
