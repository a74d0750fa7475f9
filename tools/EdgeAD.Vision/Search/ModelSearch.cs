using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>Finds the configuration of a detector for a data set without a single photographed defect.</summary>
/// <remarks>
/// Good training pictures are dealt into folds by part; configurations are fitted without a fold and judged on its good pictures and on synthetic defects
/// made on them. First every size and cut is screened on half of the defects, then the neighbourhood of the best ones is tried on all of them, then the
/// winner is built by <see cref="ModelTrainer"/>. Every trial goes into the store as it is finished: a search that was stopped goes on from there, and one
/// that was not gives the same model from the same seed.
/// </remarks>
public sealed class ModelSearch
{
    internal const string ScreenStage = "screen", RefineStage = "refine", FinalStage = "final";
    private const string Revision = "search 4"; // raised whenever trials of an older search would not be comparable
    private const int Refined = 5;
    private const double ScreenShare = 0.6; // of the time: the rest is for the second round

    private readonly Dataset _dataset;
    private readonly SearchOptions _options;
    private readonly ExperimentStore _store;
    private readonly IReadOnlyList<Sample> _judged;
    private readonly IProgress<WorkProgress>? _progress;
    private readonly CancellationToken _cancel;
    private readonly Backbone _backbone;
    private readonly SearchSpace _space;
    private readonly Dictionary<string, CandidateCost> _costs = new(StringComparer.Ordinal);
    private readonly long _start = Stopwatch.GetTimestamp();
    private Experiment _experiment = null!;
    private SearchPictures _pictures = null!;
    private Frame[] _others = [];
    private bool _complete = true;

    private ModelSearch(
        Dataset dataset, SearchOptions options, ExperimentStore store, IReadOnlyList<Sample> judged, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        (_dataset, _options, _store, _judged, _progress, _cancel) = (dataset, options, store, judged, progress, cancel);
        _backbone = options.Common.BackbonePath is { } path ? Backbone.Load(path) : Backbone.LoadDefault();
        _space = new SearchSpace(_backbone);
    }

    /// <summary>Searches.</summary>
    /// <param name="dataset">Only its good training pictures are looked at.</param>
    /// <param name="options">Limits.</param>
    /// <param name="store">Where every trial is recorded, and where an interrupted search is taken up.</param>
    /// <param name="progress">Counts trials.</param>
    /// <param name="cancel">Stops between trials; what was recorded stays.</param>
    /// <exception cref="EdgeAdException">E1001 option, E11xx pictures, E12xx backbone, E1604 nothing lies within the limits.</exception>
    public static SearchResult Run(Dataset dataset, SearchOptions options, ExperimentStore store, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        return new ModelSearch(dataset, options, store, [], progress, cancel).Run();
    }

    /// <summary>The same search with the image AUROC on labelled pictures recorded beside every trial: evidence about the ranking, never part of it.</summary>
    internal static SearchResult RunJudged(
        Dataset dataset, SearchOptions options, ExperimentStore store, IReadOnlyList<Sample> judged, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        options.Validate();
        return new ModelSearch(dataset, options, store, judged, progress, cancel).Run();
    }

    private SearchResult Run()
    {
        TrainingPictures.RequireParts(_dataset);
        _experiment = _store.Begin($"search {_dataset.Name}", "search", _dataset.Name, Fingerprint());
        _pictures = SearchPictures.Load(_dataset, _options.Common.Seed, _progress, _cancel);
        TrainingPictures.RequireDifferent(_dataset, _progress, _cancel);
        _others = _pictures.Prepare(_judged, _cancel);

        Candidate[] all = [.. Sizes().SelectMany(size => _space.Screen(size, Grey()))];
        Candidate[] screened = [.. all.Where(c => Fits(c))];
        if (screened.Length == 0)
            throw NothingFits(all);
        List<RankedTrial> trials = Try(ScreenStage, screened, _pictures.Synthetic.Count / 2, ScreenShare);
        Candidate[] refined = [.. Around(trials).Concat(Plain()).DistinctBy(c => c.Key).Where(c => Fits(c))];
        List<RankedTrial> second = Try(RefineStage, refined, _pictures.Synthetic.Count, 1);

        RankedTrial[] ranked = [.. second.Concat(trials).DistinctBy(t => t.Candidate.Key).OrderByDescending(t => t.Objective)]; // what was tried twice counts as on all defects
        (TrainResult model, RankedTrial chosen) = Build(ranked);
        _store.Finish(_experiment.Id);
        return new SearchResult(model, chosen, ranked, _complete, all.Length - screened.Length, !Grey(), _store.Get(_experiment.Id));
    }

    private IEnumerable<int> Sizes() => _options.Sizes ?? _space.Sizes;

    private bool Grey() => _pictures.Grey || _backbone.Input.Channels == 1;

    /// <summary>Neighbours of the best fits of the first round; the very best one also at sizes between, and without colour.</summary>
    private IEnumerable<Candidate> Around(List<RankedTrial> trials)
    {
        Candidate[] best = [.. trials.OrderByDescending(t => t.Objective).DistinctBy(t => t.Candidate.FitKey).Take(Refined).Select(t => t.Candidate)];
        IEnumerable<Candidate> sizes = _options.Sizes is null ? best.Take(1).SelectMany(c => _space.SizesBeside(c.InputSize).Select(s => c with { InputSize = s })) : [];
        IEnumerable<Candidate> grey = Grey() ? [] : best.Take(1).Select(c => c with { Grey = true });
        return best.Concat(sizes).Concat(grey).SelectMany(_space.Around).DistinctBy(c => c.Key);
    }

    /// <summary>The defaults of training, so that what is chosen instead has been compared with them on all defects.</summary>
    private IEnumerable<Candidate> Plain() => new[] { _space.Defaults(Grey()) }.Where(c => Sizes().Contains(c.InputSize));

    /// <summary>Tries candidates bank by bank; those in the store are taken from there.</summary>
    private List<RankedTrial> Try(string stage, IReadOnlyList<Candidate> candidates, int synthetic, double share)
    {
        Dictionary<string, Trial> known = _store.Trials(_experiment.Id).Where(t => t.Stage == stage).ToDictionary(t => t.Key, StringComparer.Ordinal);
        var done = candidates.Where(c => known.ContainsKey(c.Key)).Select(c => Rank(c, known[c.Key])).ToList();
        int finished = done.Count;
        foreach (var bank in candidates.Where(c => !known.ContainsKey(c.Key)).GroupBy(c => c.Bank))
        {
            if (Enough())
                break;
            Frame[] frames = [.. _pictures.Good, .. _pictures.Synthetic.Take(synthetic).Select(s => s.Frame), .. _others];
            FeatureBank features = FeatureBank.Extract(_backbone, _space.Layers, bank.Key.InputSize, bank.Key.Grey, _pictures.Good, frames, _cancel);
            var scorer = new CandidateScorer(features, _pictures, _options.Common.TargetFalseRejectRate, _options.Common.Seed);
            Parallel.ForEach(
                bank.GroupBy(c => c.FitKey),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = _cancel },
                fit =>
                {
                    if (Enough())
                        return;
                    Candidate[] same = [.. fit];
                    Trial[] trials = Score(stage, scorer, same, synthetic);
                    _store.Record(trials);
                    lock (done)
                    {
                        done.AddRange(trials.Zip(same, (t, c) => Rank(c, t)));
                        finished += same.Length;
                        _progress?.Report(new WorkProgress(stage, finished, candidates.Count));
                    }
                });
        }

        _complete &= done.Count == candidates.Count;
        return [.. done.OrderBy(t => t.Candidate.Key, StringComparer.Ordinal)]; // whatever order the cores finished in

        // However short the time, something has to be tried.
        bool Enough() => OutOfTime(share) && (stage != ScreenStage || finished > 0);
    }

    private Trial[] Score(string stage, CandidateScorer scorer, Candidate[] same, int synthetic)
    {
        DateTimeOffset started = DateTimeOffset.UtcNow;
        long start = Stopwatch.GetTimestamp();
        SyntheticScores[] scores = scorer.Score(same, synthetic, _cancel);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / same.Length;
        float[][]? judged = _others.Length == 0 ? null : scorer.ScoreOthers(same, _pictures.Good.Count + Math.Min(synthetic, _pictures.Synthetic.Count), _cancel);
        return [.. same.Select((c, i) => TrialRecord.Of(_experiment.Id, stage, c, scores[i], Cost(c), RealAuroc(judged?[i]), started, seconds))];
    }

    private double? RealAuroc(float[]? scores) => scores is null ? null : RocCurve.Of(
        [.. scores.Where((_, i) => _judged[i].IsGood)], [.. scores.Where((_, i) => !_judged[i].IsGood)]).Area;

    private RankedTrial Rank(Candidate candidate, Trial trial)
    {
        CandidateCost cost = TrialRecord.Cost(trial);
        return new RankedTrial(candidate, trial.Stage, cost, Objective.Of(trial, colour: !Grey()) + (candidate.Key == _space.Defaults(Grey()).Key ? Objective.Lead : 0), trial.Metrics);
    }

    /// <summary>Builds the best configuration; the model that comes out must lie within the limits too, else the next best one is built.</summary>
    private (TrainResult Model, RankedTrial Chosen) Build(RankedTrial[] ranked)
    {
        foreach (RankedTrial trial in ranked)
        {
            DateTimeOffset started = DateTimeOffset.UtcNow;
            TrainResult model = ModelTrainer.Train(_dataset, trial.Candidate.Apply(_options.Common), _progress, _cancel);
            long working = _options.Cost?.Of(model.File).WorkingBytes ?? model.Card.DeviceBytes;
            if (model.File.Length > _options.MostModelBytes(trial.Candidate.Density.Scope) || working > 1024 * (_options.MaxWorkingKb ?? double.PositiveInfinity))
                continue;
            var metrics = new SortedDictionary<string, double>(trial.Metrics.ToDictionary(), StringComparer.Ordinal)
            {
                ["threshold"] = model.Card.Threshold,
                ["held_out_parts"] = model.Card.HeldOutParts,
                ["held_out_rejects"] = model.Card.HeldOutRejects,
                ["file_bytes"] = model.File.Length,
            };
            _store.Record(
                [new Trial(0, _experiment.Id, FinalStage, trial.Candidate.Key, TrialRecord.Parameters(trial.Candidate), metrics, started, (DateTimeOffset.UtcNow - started).TotalSeconds)],
                model.File);
            return (model, trial);
        }

        throw NothingFits([.. ranked.Select(t => t.Candidate)]);
    }

    private bool Fits(Candidate candidate) => Cost(candidate).Fits(_options, candidate.Density.Scope);

    private CandidateCost Cost(Candidate candidate)
    {
        lock (_costs)
        {
            if (!_costs.TryGetValue(candidate.FitKey, out CandidateCost? cost))
                _costs[candidate.FitKey] = cost = CandidateCost.Of(candidate, _backbone, _options.Cost);
            return cost;
        }
    }

    private EdgeAdException NothingFits(IReadOnlyList<Candidate> candidates)
    {
        CandidateCost[] costs = [.. candidates.Select(Cost)];
        return new EdgeAdException(
            ErrorCode.NothingFits,
            FormattableString.Invariant($"no configuration lies within the limits; the least needed, {_options.Clock}, are {costs.Min(c => c.Milliseconds):0.0} ms, {costs.Min(c => c.WorkingBytes) / 1024.0:0} KB to work in and a model of {costs.Min(c => c.ModelBytes) / 1024.0:0} KB"),
            "raise --max-ms, --max-kb or --max-model-kb, or choose a larger board");
    }

    private bool OutOfTime(double share) => Stopwatch.GetElapsedTime(_start) > share * _options.Budget;

    /// <summary>Everything that decides the outcome except the time: the same search finds its trials again.</summary>
    private string Fingerprint()
    {
        string[] facts =
        [
            Revision, ToolVersion.Name, _dataset.ComputeSha256(_progress, _cancel), _backbone.Sha256, FormattableString.Invariant($"{_options.Common.Seed}"),
            FormattableString.Invariant($"{_options.Common.TargetFalseRejectRate}"), FormattableString.Invariant($"{_options.MaxMilliseconds} {_options.MaxWorkingKb} {_options.MaxModelKb}"),
            string.Join(' ', Sizes()), _judged.Count == 0 ? "" : "judged", _options.Cost?.Board ?? "",
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', facts))));
    }
}
