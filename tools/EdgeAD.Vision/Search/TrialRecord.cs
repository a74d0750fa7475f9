using System.Globalization;
using EdgeAD.Vision.Experiments;

namespace EdgeAD.Vision.Search;

/// <summary>Trials of a search as the experiment store keeps them.</summary>
internal static class TrialRecord
{
    public const string Auroc = "synthetic_auroc", Paired = "synthetic_paired", HardRecall = "hard_recall", RealAuroc = "real_auroc";
    public const string Input = "input", Grey = "grey", Cuts = "cuts", Density = "density", Dimensions = "dimensions", TopFraction = "top_fraction";
    private const string Milliseconds = "milliseconds", WorkingBytes = "working_bytes", ModelBytes = "model_bytes", DensityBytes = "density_bytes", Macs = "macs";

    /// <summary>Parameters in words.</summary>
    public static SortedDictionary<string, string> Parameters(Candidate candidate) => new(StringComparer.Ordinal)
    {
        [Input] = candidate.InputSize.ToString(CultureInfo.InvariantCulture),
        [Grey] = candidate.Grey ? "true" : "false",
        [Cuts] = string.Join(' ', candidate.Cuts),
        [Density] = candidate.Family,
        [Dimensions] = candidate.Density.Dimensions.ToString(CultureInfo.InvariantCulture),
        [TopFraction] = candidate.Density.TopFraction.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A finished trial.</summary>
    public static Trial Of(long experiment, string stage, Candidate candidate, SyntheticScores scores, CandidateCost cost, double? realAuroc, DateTimeOffset started, double seconds)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [Auroc] = scores.Auroc,
            [Paired] = scores.Paired,
            [HardRecall] = scores.HardRecall,
            [Milliseconds] = cost.Milliseconds,
            [WorkingBytes] = cost.WorkingBytes,
            [ModelBytes] = cost.ModelBytes,
            [DensityBytes] = cost.DensityBytes,
            [Macs] = cost.Macs,
        };
        foreach ((string kind, double auroc) in scores.PerKind)
            metrics[$"auroc_{kind}"] = auroc;
        if (realAuroc is { } real)
            metrics[RealAuroc] = real;
        return new Trial(0, experiment, stage, candidate.Key, Parameters(candidate), metrics, started, seconds);
    }

    /// <summary>The cost that stands in a trial's metrics.</summary>
    public static CandidateCost Cost(Trial trial) => new(
        trial.Metrics[Milliseconds], (int)trial.Metrics[WorkingBytes], (int)trial.Metrics[ModelBytes], (int)trial.Metrics[DensityBytes], (long)trial.Metrics[Macs]);
}
