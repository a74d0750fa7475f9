using System.Globalization;
using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Photos of good parts in, a model file out. Only good training pictures are ever looked at.</summary>
/// <remarks>
/// Pictures -> frames at input size -> quantised network -> cell features -> projection and density -> threshold from held-out good parts -> golden
/// vectors -> file. Every number behind the verdict is computed by the C kernels, here as on the camera.
/// </remarks>
public sealed class ModelTrainer
{
    /// <summary>Fewest good parts that a threshold can be taken from at all.</summary>
    public const int MinParts = 5;

    /// <summary>Most channels of all cuts together that the kernels' head takes.</summary>
    private const int MaxFeatures = 1024;

    /// <summary>Folds for held-out scores: every part by itself as long as that is cheap, since a model fitted to fewer parts gives higher scores.</summary>
    private const int MostFolds = 60, MostMixtureFolds = 20;

    private readonly Dataset _dataset;
    private readonly TrainOptions _options;
    private readonly IProgress<WorkProgress>? _progress;
    private readonly CancellationToken _cancel;
    private readonly int _parts;

    private ModelTrainer(Dataset dataset, TrainOptions options, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        (_dataset, _options, _progress, _cancel) = (dataset, options, progress, cancel);
        _parts = dataset.TrainGood.Select(s => s.Part).Distinct(StringComparer.Ordinal).Count();
    }

    /// <summary>Trains a model. Deterministic: the same pictures, options and version give the same bytes.</summary>
    /// <exception cref="EdgeAdException">E1001 bad option, E11xx pictures, E12xx backbone.</exception>
    public static TrainResult Train(Dataset dataset, TrainOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        return new ModelTrainer(dataset, options, progress, cancel).Run();
    }

    /// <summary>A model of the shape that these options give, with nothing learnt: what it costs is known before any picture is read.</summary>
    /// <exception cref="EdgeAdException">E12xx backbone.</exception>
    public static byte[] Outline(TrainOptions options)
    {
        Backbone backbone = options.BackbonePath is { } path ? Backbone.Load(path) : Backbone.LoadDefault();
        return EmptyModel.Write(backbone, options.Cuts, options.InputSize, options.Grey, options.Density);
    }

    private TrainResult Run()
    {
        IReadOnlyList<Sample> samples = _dataset.TrainGood;
        TrainingPictures.RequireParts(_dataset);

        Backbone backbone = _options.BackbonePath is { } path ? Backbone.Load(path) : Backbone.LoadDefault();
        Backbone truncated = backbone.Truncate(_options.Cuts ?? backbone.DefaultCut);
        int channels = truncated.DefaultCut.Sum(c => truncated.LayerOf(c).OutChannels);
        if (channels > MaxFeatures)
            throw new EdgeAdException(ErrorCode.BackboneCut, $"the cuts have {channels} channels together, at most {MaxFeatures} are possible", "cut at narrower layers, e.g. block outputs, or name fewer of them");
        FloatNetwork network = FloatNetwork.From(truncated, _options.InputSize, _options.InputSize, _options.Grey);
        Frame[] frames = FrameLoader.Load(samples, _options.InputSize, _options.InputSize, network.InputChannels, _options.Fit, _progress, _cancel);
        int different = TrainingPictures.RequireDifferent(_dataset, _progress, _cancel);

        Report("quantising", 0);
        NetworkSpec quantized = GroupShiftQuantizer.Quantize(network, _options.Fit, QuantizationSample.Of(frames), _cancel);
        GridPlan grid = GridPlan.For(network, truncated);
        Report("quantising", 1);

        byte[] probe = ModelWriter.Write(ProbeModel.Features(quantized, grid.Cuts, grid.Rows, grid.Columns));
        FeatureMaps maps = EngineFarm.Features(probe, frames, _cancel);
        Report("density", 0);
        var head = new HeadTrainer(maps, ProjectionFit.UnitsOf(quantized, grid.Cuts), _options.Density with { Seed = _options.Seed }, _cancel);
        Report("density", 1);
        float[] heldOut = HeldOutScores(samples, head);
        List<float> worst = WorstPerPart(samples, heldOut);
        ThresholdFit threshold = ThresholdFit.From(worst, _options.TargetFalseRejectRate);
        if (_options.TuneOnDefects)
            threshold = threshold.MovedTo(ThresholdFit.Between(worst, DefectScores(network, probe, head)), worst);
        ModelContent model = head.Model with { Name = _options.Name ?? _dataset.Name, Network = quantized, Head = head.Model.Head with { Cuts = grid.Cuts } };
        model = model with
        {
            Calibration = model.Calibration with
            {
                TargetFalseRejectRate = (float)_options.TargetFalseRejectRate, Threshold = threshold.Threshold, HeldOutParts = threshold.Parts, HeldOutRejects = threshold.Rejects,
                ThresholdLow = threshold.Low, ThresholdHigh = threshold.High, TunedOnDefects = _options.TuneOnDefects,
            },
            Provenance = Provenance(truncated, samples.Count),
        };
        model = DriftFit.Attach(model, frames, _cancel);
        model = GoldenVectors.Attach(model, frames[0]);
        byte[] file = ModelWriter.Write(model);
        return new TrainResult(file, ModelCard.Read(file), heldOut, Warnings(threshold, samples, different, heldOut));
    }

    /// <summary>Image score of every training picture from a density that was fitted without its part.</summary>
    private float[] HeldOutScores(IReadOnlyList<Sample> samples, HeadTrainer head)
    {
        var index = samples.Select((s, i) => (s, i)).ToDictionary(p => p.s, p => p.i);
        var scores = new float[samples.Count];
        IReadOnlyList<Fold> folds = DatasetSplitter.Folds(samples, Math.Min(_options.Density.Scope == Scope.PerCell ? MostFolds : MostMixtureFolds, _parts), _options.Seed);
        foreach (Fold fold in folds)
        {
            Report("held-out scores", fold.Index, folds.Count);
            int[] held = [.. fold.HeldOut.Select(s => index[s])];
            Score[] results = head.HeldOut([.. fold.Fit.Select(s => index[s])], held);
            for (int i = 0; i < held.Length; i++)
                scores[held[i]] = results[i].Image;
        }

        Report("held-out scores", folds.Count, folds.Count);
        return scores;
    }

    /// <summary>Image scores of the data set's defects, for a user who wants them looked at.</summary>
    private float[] DefectScores(FloatNetwork network, byte[] probe, HeadTrainer head)
    {
        if (_dataset.Defects.Count == 0)
            throw new EdgeAdException(ErrorCode.InvalidOption, $"--tune-on-defects: '{_dataset.Root}' has no pictures of defects", "leave the option out");
        Frame[] frames = FrameLoader.Load(_dataset.Defects, _options.InputSize, _options.InputSize, network.InputChannels, _options.Fit, _progress, _cancel);
        return [.. EngineFarm.Score(ModelWriter.Write(head.Model), EngineFarm.Features(probe, frames, _cancel), _cancel).Select(s => s.Image)];
    }

    private static List<float> WorstPerPart(IReadOnlyList<Sample> samples, float[] scores) =>
        [.. samples.Zip(scores).GroupBy(p => p.First.Part, StringComparer.Ordinal).Select(g => g.Max(p => p.Second))];

    private ProvenanceSpec Provenance(Backbone backbone, int pictures) => new()
    {
        Tool = ToolVersion.Name,
        Commit = ToolVersion.Commit,
        Dataset = _dataset.Name,
        DatasetSha256 = _dataset.ComputeSha256(_progress, _cancel),
        TrainPictures = pictures,
        TrainParts = _parts,
        Backbone = backbone.Name,
        BackboneSha256 = backbone.Sha256,
        BackboneLicense = backbone.License,
        Seed = _options.Seed,
        Notes = _options.TuneOnDefects ? "threshold tuned with pictures of defects in view: figures on these pictures flatter it" : "threshold from good parts only",
    };

    private List<string> Warnings(ThresholdFit threshold, IReadOnlyList<Sample> samples, int different, float[] heldOut)
    {
        var warnings = new List<string>();
        int wanted = (int)Math.Ceiling(3 / _options.TargetFalseRejectRate);
        double provable = 3.0 / threshold.Parts;
        if (TrainingPictures.Copies(samples.Count, different) is { } copies)
            warnings.Add(copies);
        if (threshold.Parts < TrainingPictures.Comfortable)
            warnings.Add($"only {threshold.Parts} good parts to learn from: the threshold is a rough guess; {TrainingPictures.HowMany}");
        if (provable > _options.TargetFalseRejectRate)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture,
                $"{threshold.Rejects} of {threshold.Parts} held-out good parts rejected; even 0 of {threshold.Parts} proves at most {provable:P1} false rejects, not {_options.TargetFalseRejectRate:P1} (that takes {wanted} good parts); the rest is extrapolation"));
        }

        string[] odd = [.. OddParts.Find(samples, heldOut)];
        if (odd.Length > 0)
        {
            warnings.Add($"these good parts look unlike the others and push the threshold up: {string.Join(", ", odd)}; take them out if they are not good, "
                + "photograph more like them if they are");
        }
        if (_options.TuneOnDefects)
            warnings.Add($"the threshold was tuned on {_dataset.Defects.Count} pictures of defects; the model card says so");

        return warnings;
    }

    private void Report(string stage, double done, double total = 1) => _progress?.Report(new WorkProgress(stage, done, total));
}
