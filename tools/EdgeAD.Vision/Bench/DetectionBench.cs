using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Search;
using EdgeAD.Vision.Synthesis;

namespace EdgeAD.Vision.Bench;

/// <summary>Evidence about detection: the automatic choice on data sets with real defects, which only the figures ever look at.</summary>
/// <remarks>Every case, and every trial within a case, is in the store as soon as it is known, so a run that was stopped goes on from there.</remarks>
public static class DetectionBench
{
    /// <summary>Names of the figures of a case.</summary>
    internal const string Auroc = "auroc", Fomo = "fomo_auroc", Plain = "train_auroc", Float = "float_auroc", F1 = "f1", F1Max = "f1_max", Good = "good", FalseRejects = "false_rejects",
        Defects = "defects", Escapes = "escapes", AuPro = "au_pro", Correlation = "rank_correlation", ScoreCorrelation = "score_correlation", Regret = "regret", BestTrial = "best_trial_auroc",
        ModelBytes = "model_bytes", Milliseconds = "milliseconds", Seconds = "seconds";

    /// <summary>False-reject rates at which the threshold is tried out besides the requested one.</summary>
    internal static readonly double[] Rates = [0.01, 0.02, 0.05, 0.1, 0.2];

    /// <summary>Name of the F1 (or, with <paramref name="rejects"/>, the false rejects) at a requested rate.</summary>
    internal static string AtRate(double rate, bool rejects) => FormattableString.Invariant($"{(rejects ? FalseRejects : F1)}_at_{rate}");

    /// <summary>Name of the rank correlation that one kind of synthetic defects has with real ones.</summary>
    internal static string CorrelationOf(SyntheticKind kind) => $"{Correlation}_{kind.Folder()}";

    /// <summary>Runs all cases.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="store">Where everything is recorded.</param>
    /// <param name="progress">Counts cases.</param>
    /// <param name="cancel">Stops between trials.</param>
    /// <exception cref="EdgeAdException">E1103 when a data set has no defects or no good test pictures; whatever a search can raise.</exception>
    public static IReadOnlyList<DetectionCase> Run(DetectionBenchOptions options, ExperimentStore store, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        Dataset[] sets = [.. options.Datasets.Select(path => Dataset.Open(path))];
        foreach (Dataset set in sets.Where(s => s.TestGood.Count == 0 || s.Defects.Count == 0))
            throw new EdgeAdException(ErrorCode.DatasetLayout, $"'{set.Root}' has {set.TestGood.Count} good and {set.Defects.Count} defective test pictures", "this comparison needs both");
        var cases = new List<DetectionCase>();
        int total = sets.Length * options.Seeds * options.Backbones.Count;
        for (int seed = 0; seed < options.Seeds; seed++) // all sets once before any set twice: a run that is stopped early is balanced
        foreach (string? path in options.Backbones)
        foreach (Dataset set in sets)
        {
            cases.Add(Case(seed == 0 ? set : set.Reshuffle(seed), path, seed, options, store, cancel));
            progress?.Report(new WorkProgress("cases", cases.Count, total));
        }

        return cases;
    }

    private static DetectionCase Case(Dataset dataset, string? path, int seed, DetectionBenchOptions options, ExperimentStore store, CancellationToken cancel)
    {
        Backbone backbone = path is null ? Backbone.LoadDefault() : Backbone.Load(path);
        string name = path is null ? "built-in" : Path.GetFileNameWithoutExtension(path);
        Experiment bench = store.Begin($"bench detection {name}", "bench", "several", Fingerprint(backbone, options));
        string key = FormattableString.Invariant($"{dataset.Name} {seed} {dataset.ComputeSha256(null, cancel)[..12]}");
        if (store.Trials(bench.Id).FirstOrDefault(t => t.Key == key) is { } known)
            return Recorded(known, name, seed, store);

        DateTimeOffset started = DateTimeOffset.UtcNow;
        var search = new SearchOptions
        {
            Common = new TrainOptions { BackbonePath = path, TargetFalseRejectRate = options.FalseRejectRate, Seed = seed }, Budget = TimeSpan.FromHours(1), Sizes = options.Sizes,
        };
        SearchResult result = ModelSearch.RunJudged(dataset, search, store, [.. dataset.TestGood, .. dataset.Defects], null, cancel);
        double searched = (DateTimeOffset.UtcNow - started).TotalSeconds;
        (SortedDictionary<string, double> metrics, GoodPart[] parts) = Judge(dataset, backbone, search.Common, result, cancel);
        metrics[Seconds] = searched;
        store.Record([new Trial(0, bench.Id, "case", key, new SortedDictionary<string, string>
        {
            ["chosen"] = result.Chosen.Candidate.Key, ["dataset"] = dataset.Name, ["search"] = result.Experiment.Id.ToString(CultureInfo.InvariantCulture), ["colour"] = result.Colour ? "true" : "false",
            ["defaults"] = new SearchSpace(backbone).Defaults(grey: !result.Colour).Key,
            ["good_parts"] = JsonSerializer.Serialize(parts),
        }, metrics, started, (DateTimeOffset.UtcNow - started).TotalSeconds)]);
        return Recorded(store.Trials(bench.Id).First(t => t.Key == key), name, seed, store);
    }

    /// <summary>A case as the store has it, with all that its search tried.</summary>
    private static DetectionCase Recorded(Trial recorded, string backbone, int seed, ExperimentStore store) => new(backbone, recorded.Parameters["dataset"], seed, recorded.Parameters["chosen"], recorded.Metrics)
    {
        Colour = recorded.Parameters["colour"] == "true",
        Defaults = recorded.Parameters["defaults"],
        GoodParts = recorded.Parameters.TryGetValue("good_parts", out string? parts) ? JsonSerializer.Deserialize<GoodPart[]>(parts) ?? [] : [],
        Trials = [.. store.Trials(long.Parse(recorded.Parameters["search"], CultureInfo.InvariantCulture)).Where(t => t.Stage != ModelSearch.FinalStage && t.Metrics.ContainsKey(TrialRecord.RealAuroc))],
    };

    private static (SortedDictionary<string, double> Metrics, GoodPart[] Parts) Judge(Dataset dataset, Backbone backbone, TrainOptions common, SearchResult result, CancellationToken cancel)
    {
        using AnomalyModel model = AnomalyModel.Open(result.Model.File, "chosen model");
        EvaluationResult judged = Evaluator.Evaluate(model, dataset, null, null, cancel);
        RankedTrial[] trials = [.. result.Trials.Where(t => t.Metrics.ContainsKey(TrialRecord.RealAuroc))];
        double[] real = [.. trials.Select(t => t.Metrics[TrialRecord.RealAuroc])];
        using AnomalyModel plain = AnomalyModel.Open(ModelTrainer.Train(dataset, common, null, cancel).File, "model of the defaults");
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
        {
            [Auroc] = judged.Auroc ?? double.NaN,
            [Fomo] = FomoRecipe.Auroc(dataset, backbone, common.Seed, cancel),
            [Plain] = Evaluator.Evaluate(plain, dataset, null, null, cancel).Auroc ?? double.NaN,
            [Float] = FloatTwin.Auroc(dataset, backbone, result.Chosen.Candidate, common.Seed, cancel),
            [F1] = judged.F1AtThreshold ?? double.NaN,
            [F1Max] = judged.F1Max ?? double.NaN,
            [Good] = judged.Good,
            [FalseRejects] = judged.FalseRejects,
            [Defects] = judged.Defects,
            [Escapes] = judged.Escapes,
            [AuPro] = judged.AuPro ?? double.NaN,
            [Correlation] = RankCorrelation.Of([.. trials.Select(t => t.Metrics[TrialRecord.Auroc])], real),
            [ScoreCorrelation] = RankCorrelation.Of([.. trials.Select(t => t.Objective)], real),
            [BestTrial] = real.Max(),
            [Regret] = real.Max() - result.Chosen.Metrics[TrialRecord.RealAuroc],
            [ModelBytes] = result.Model.File.Length,
            [Milliseconds] = judged.LatencyMs?.Median ?? double.NaN,
        };
        foreach (SyntheticKind kind in Enum.GetValues<SyntheticKind>())
            metrics[CorrelationOf(kind)] = RankCorrelation.Of([.. trials.Select(t => t.Metrics.Where(m => m.Key.StartsWith($"auroc_{kind.Folder()}_", StringComparison.Ordinal)).Select(m => m.Value).DefaultIfEmpty(0.5).Average())], real);
        float[] held = [.. dataset.TrainGood.Zip(result.Model.HeldOutScores).GroupBy(p => p.First.Part, StringComparer.Ordinal).Select(g => g.Max(p => p.Second))];
        foreach (double rate in Rates)
        {
            float threshold = ThresholdFit.From(held, rate).Threshold;
            int rejects = judged.Pictures.Count(p => p.Sample.IsGood && !(p.Score.Image <= threshold)), found = judged.Pictures.Count(p => !p.Sample.IsGood && !(p.Score.Image <= threshold));
            metrics[AtRate(rate, rejects: true)] = rejects;
            metrics[AtRate(rate, rejects: false)] = 2.0 * found / (judged.Defects + found + rejects);
        }

        return (metrics, [.. judged.Pictures.Where(p => p.Sample.IsGood).GroupBy(p => p.Sample.Part, StringComparer.Ordinal).Select(g => new GoodPart(g.Key, g.Count(), g.Count(p => p.Rejected)))]);
    }

    private static string Fingerprint(Backbone backbone, DetectionBenchOptions options) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        FormattableString.Invariant($"bench 3\n{ToolVersion.Commit}\n{backbone.Sha256}\n{options.FalseRejectRate}\n{(options.Sizes is null ? "" : string.Join(' ', options.Sizes))}"))));
}
