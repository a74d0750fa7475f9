namespace EdgeAD.Vision.Evaluation;

/// <summary>Counts of right and wrong verdicts at one threshold. A defect that is rejected is a true positive.</summary>
/// <param name="Good">Good pictures.</param>
/// <param name="FalseRejects">Good pictures that were rejected.</param>
/// <param name="Defects">Pictures of defects.</param>
/// <param name="Found">Defects that were rejected; the others escaped.</param>
public readonly record struct Verdicts(int Good, int FalseRejects, int Defects, int Found)
{
    /// <summary>Rejected defects of all rejects; null when nothing was rejected.</summary>
    public double? Precision => Found + FalseRejects == 0 ? null : (double)Found / (Found + FalseRejects);

    /// <summary>Rejected defects of all defects; null without defects.</summary>
    public double? Recall => Defects == 0 ? null : (double)Found / Defects;

    /// <summary>Harmonic mean of precision and recall, 0 when nothing was found; null without defects.</summary>
    public double? F1 => Defects == 0 ? null : 2.0 * Found / (Defects + Found + FalseRejects);

    /// <summary>Good parts thrown away.</summary>
    public Proportion FalseReject => new(FalseRejects, Good);

    /// <summary>Defects let through.</summary>
    public Proportion Escape => new(Defects - Found, Defects);
}
