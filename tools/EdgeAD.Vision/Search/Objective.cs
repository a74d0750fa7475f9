using EdgeAD.Schema;
using EdgeAD.Vision.Density;

namespace EdgeAD.Vision.Search;

/// <summary>What configurations are ranked by: synthetic defects found, and how well such configurations have done elsewhere.</summary>
/// <remarks>
/// Synthetic defects tell a bad configuration from a good one, but hardly two good ones from each other: docs/detection.md gives the correlation. A point of
/// synthetic AUROC is worth about a third of a point of real AUROC, and what is known about such configurations from data sets with real defects
/// (the same page) counts beside it. All of it is in units of image AUROC.
/// </remarks>
internal static class Objective
{
    private const double Synthetic = 0.3, HardRecall = 0.03;
    private const double Shared = 0.06, Wide = 0.02, Jitter = 0.006, Trailing = 0.005, WorstCell = 0.004, ManyCells = 0.006, Grey = 0.03, Octave = 0.001, SixteenMore = 0.006;

    /// <summary>Larger is better.</summary>
    /// <param name="candidate">The configuration.</param>
    /// <param name="metrics">What <see cref="TrialRecord"/> holds.</param>
    /// <param name="colour">Whether the pictures have any.</param>
    public static double Of(Candidate candidate, IReadOnlyDictionary<string, double> metrics, bool colour) =>
        (Synthetic * (metrics[TrialRecord.Auroc] + metrics[TrialRecord.Paired]) / 2) + (HardRecall * metrics[TrialRecord.HardRecall]) - Doubts(candidate, colour);

    /// <summary>
    /// One density for all cells forgets where a part's features belong; the wide layers inside of blocks overfit few parts; densities that forgive jitter
    /// forgive defects; leading directions are seldom useless; a single cell is noisy and many cells drown small defects; pictures have colour for a reason;
    /// and of two equals the smaller one is faster.
    /// </summary>
    private static double Doubts(Candidate candidate, bool colour)
    {
        DensityOptions density = candidate.Density;
        double doubts = Wide * candidate.Cuts.Count(c => c.EndsWith("_expand", StringComparison.Ordinal)) / candidate.Cuts.Count;
        doubts += density.Scope == Scope.Shared ? Shared : density.Jitter ? Jitter : 0;
        doubts += density.Projection == ProjectionKind.Trailing ? Trailing : 0;
        doubts += density.TopFraction switch { 0 => WorstCell, >= 0.1 => ManyCells, _ => 0 };
        doubts += SixteenMore * (density.Dimensions - 16) / 16;
        doubts += colour && candidate.Grey ? Grey : 0;
        return doubts + (Octave * Math.Log2(candidate.InputSize / 96.0));
    }
}
