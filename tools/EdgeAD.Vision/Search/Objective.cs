using EdgeAD.Schema;

namespace EdgeAD.Vision.Search;

/// <summary>What configurations are ranked by: synthetic defects found, and how well such configurations have done elsewhere.</summary>
/// <remarks>
/// Synthetic defects tell a bad configuration from a good one, but not two good ones from each other (docs/detection.md gives the correlation). So what
/// they say is added to prior knowledge, both in units of image AUROC.
/// </remarks>
internal static class Objective
{
    private const double SharedPenalty = 0.03, WidePenalty = 0.008, CostPenalty = 0.002;

    /// <summary>Larger is better.</summary>
    /// <param name="candidate">The configuration.</param>
    /// <param name="metrics">What <see cref="TrialRecord"/> holds.</param>
    /// <param name="macs">Multiply-accumulates: of two equals, the cheaper one.</param>
    public static double Of(Candidate candidate, IReadOnlyDictionary<string, double> metrics, long macs) =>
        (0.5 * (metrics[TrialRecord.Auroc] + metrics[TrialRecord.Paired])) + (0.1 * metrics[TrialRecord.HardRecall]) + Prior(candidate)
        - (CostPenalty * Math.Log2(macs / 5e6));

    /// <summary>One density for all cells forgets where a part's features belong; the wide layers inside of blocks overfit few parts.</summary>
    private static double Prior(Candidate candidate) =>
        (candidate.Density.Scope == Scope.Shared ? -SharedPenalty : 0)
        - (WidePenalty * candidate.Cuts.Count(c => c.EndsWith("_expand", StringComparison.Ordinal)) / candidate.Cuts.Count);
}
