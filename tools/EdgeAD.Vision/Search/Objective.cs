using System.Globalization;
using EdgeAD.Vision.Experiments;

namespace EdgeAD.Vision.Search;

/// <summary>What configurations are ranked by: synthetic defects found, and how well such configurations have done elsewhere.</summary>
/// <remarks>
/// Synthetic defects tell a bad configuration from a good one, but hardly two good ones from each other, so what is known about such configurations from
/// data sets with real defects counts beside them. The weights are those of a ridge regression of real image AUROC on these figures over the trials of
/// docs/detection.md, which also states what the choice is worth on a set that the weights were fitted without. All of it is in units of image AUROC.
/// </remarks>
internal static class Objective
{
    /// <summary>Names of <see cref="Facts"/>, in their order.</summary>
    public static readonly string[] Names =
    [
        "synthetic AUROC", "rise over own picture", "hard found", "shared", "jitter", "diagonal", "smooth", "without leading", "worst cell", "worst 10 %", "wide layers", "deep layers", "several cuts",
        "grey for coloured", "octaves above 96", "dimensions",
    ];

    /// <summary>How many of them, the first, are about synthetic defects.</summary>
    public const int SyntheticFacts = 3;

    /// <summary>Fitted by <c>edgead bench detection</c>: one per fact.</summary>
    public static readonly double[] Weights = [0.1768, 0.0597, 0.0481, -0.0132, -0.0105, -0.0026, -0.0028, -0.0076, -0.0030, 0.0018, 0.0022, 0.0347, -0.0022, 0.0117, -0.0133, 0.0005];

    /// <summary>How far another configuration must be ahead of the defaults of training to be chosen instead: differences below it are noise.</summary>
    public const double Lead = 0.005;

    /// <summary>Larger is better.</summary>
    public static double Of(Trial trial, bool colour) => Facts(trial, colour).Zip(Weights, (fact, weight) => fact * weight).Sum();

    /// <summary>What is known about a configuration.</summary>
    /// <param name="trial">As <see cref="TrialRecord"/> writes it.</param>
    /// <param name="colour">Whether the pictures have any.</param>
    public static double[] Facts(Trial trial, bool colour)
    {
        string[] cuts = trial.Parameters[TrialRecord.Cuts].Split(' ');
        string density = trial.Parameters[TrialRecord.Density];
        double share = Number(TrialRecord.TopFraction);
        return
        [
            trial.Metrics[TrialRecord.Auroc],
            trial.Metrics[TrialRecord.Paired],
            trial.Metrics[TrialRecord.HardRecall],
            If(density.StartsWith("shared", StringComparison.Ordinal) || density.StartsWith("place", StringComparison.Ordinal)),
            If(density.StartsWith("jitter", StringComparison.Ordinal)),
            If(density.Contains("-diagonal", StringComparison.Ordinal)),
            If(density.Contains("-smooth", StringComparison.Ordinal)),
            If(density.Contains("-without", StringComparison.Ordinal)),
            If(share == 0),
            If(share >= 0.1),
            cuts.Average(c => If(c.EndsWith("_expand", StringComparison.Ordinal))),
            cuts.Average(c => If(Block(c) > 6)),
            If(cuts.Length > 1),
            If(colour && trial.Parameters[TrialRecord.Grey] == "true"),
            Math.Log2(Number(TrialRecord.Input) / 96),
            (Number(TrialRecord.Dimensions) - 16) / 16,
        ];

        double Number(string name) => double.Parse(trial.Parameters[name], CultureInfo.InvariantCulture);
    }

    private static double If(bool holds) => holds ? 1 : 0;

    /// <summary>The number in <c>block_5_add</c>; 0 for layers of other names.</summary>
    private static int Block(string layer) =>
        layer.Split('_') is ["block", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int block) ? block : 0;
}
