using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class ModelTrainerTests
{
    private static readonly TrainOptions Small = new() { InputSize = 48, Seed = 3 };

    [Theory]
    [InlineData(Scope.PerCell, false)]
    [InlineData(Scope.Shared, false)]
    [InlineData(Scope.PerCell, true)]
    public void Defects_score_above_good_parts_and_the_same_pictures_give_the_same_bytes(Scope scope, bool grey)
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 8, test: 5, defects: 5));
        TrainOptions options = Small with { Density = new() { Scope = scope }, Grey = grey };
        TrainResult result = ModelTrainer.Train(dataset, options);
        Assert.Equal(result.File, ModelTrainer.Train(Dataset.Open(folder.Root), options).File);

        using AnomalyModel model = AnomalyModel.Open(result.File, "tiny");
        model.SelfTest();
        EvaluationResult judged = Evaluator.Evaluate(model, dataset);
        Assert.Equal(1.0, judged.Auroc);
        Assert.Equal(8, result.HeldOutScores.Count);
        Assert.All(result.HeldOutScores, s => Assert.True(float.IsFinite(s)));
    }

    [Fact]
    public void The_card_tells_the_whole_story()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("tiles")));
        Backbone backbone = Backbone.LoadDefault();
        TrainResult result = ModelTrainer.Train(dataset, Small with { TargetFalseRejectRate = 0.02, Density = new() { Dimensions = 9 } });
        ModelCard card = result.Card;
        Assert.Equal(("tiles", "tiles", dataset.Sha256), (card.Name, card.Dataset, card.DatasetSha256));
        Assert.Equal((48, 48, 3, Fit.CenterCrop), (card.InputWidth, card.InputHeight, card.InputChannels, card.Fit));
        Assert.Equal(backbone.DefaultCut, card.Cuts);
        int cells = 48 / backbone.StrideOf(backbone.DefaultCut[0]);
        Assert.Equal((cells, cells, 9, 1), (card.GridRows, card.GridColumns, card.Dimensions, card.Components));
        Assert.Equal((Scope.PerCell, Covariance.Full, Aggregation.TopMean), (card.Scope, card.Covariance, card.Aggregation));
        Assert.Equal((int)Math.Round(0.1 * cells * cells), card.TopCount);
        Assert.Equal((0.02, 12, 12, 12), (card.TargetFalseRejectRate, card.HeldOutParts, card.TrainPictures, card.TrainParts));
        Assert.Equal(result.HeldOutScores.Count(s => s > card.Threshold), card.HeldOutRejects);
        Assert.Equal((backbone.Name, backbone.License, 3L), (card.Backbone, card.BackboneLicense, card.Seed));
        Assert.Matches("^[0-9a-f]{64}$", card.BackboneSha256);
        Assert.StartsWith("edgead ", card.Tool);
        Assert.Equal(result.File.Length, card.FileBytes);
        Assert.All((long[])[card.WeightBytes, card.DensityBytes, card.GoldenBytes, card.ArenaBytes, card.Macs], n => Assert.True(n > 0));
        Assert.True(card.EngineBytes > card.ArenaBytes);

        Assert.Contains(result.Warnings, w => w.Contains("only 12 good parts"));
        Assert.Contains(result.Warnings, w => w.Contains("25.0") && w.Contains("150 good parts")); // 3/12, and 3/0.02
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    [InlineData(9, true)]
    public void Five_good_parts_are_the_fewest(int parts, bool enough)
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: parts, test: 1, defects: 1, size: 32));
        TrainOptions options = new() { InputSize = 32 };
        if (enough)
            Assert.Equal(parts, ModelTrainer.Train(dataset, options).Card.HeldOutParts);
        else
            Assert.Contains("4 good part(s)", Expect.Error(ErrorCode.TooFewGoodParts, () => ModelTrainer.Train(dataset, options)).Message);
    }

    [Fact]
    public void Views_of_one_part_count_as_one_part_and_are_never_judged_by_a_model_that_saw_it()
    {
        // Six parts in two views. The last part is inverted: only a model that has seen its other view can find it normal.
        using var folder = new TempFolder();
        for (int part = 0; part < 6; part++)
        for (int view = 0; view < 2; view++)
        {
            Picture picture = TinyDataset.Picture((10 * part) + view, size: 32);
            if (part == 5)
                picture = new Picture(32, 32, [.. picture.Rgb.Select(p => (byte)(255 - p))]);
            PictureWriter.Save(picture, folder.PathOf("train", "good", $"part{part}_view{view}.png"));
        }

        Dataset dataset = Dataset.Open(folder.Root, new DatasetOptions { Group = "part[0-9]+" });
        TrainResult grouped = ModelTrainer.Train(dataset, new TrainOptions { InputSize = 32 });
        Assert.Equal((12, 6, 6), (grouped.Card.TrainPictures, grouped.Card.TrainParts, grouped.Card.HeldOutParts));
        float[] odd = [.. grouped.HeldOutScores.Skip(10)], usual = [.. grouped.HeldOutScores.Take(10)];
        TrainResult loose = ModelTrainer.Train(Dataset.Open(folder.Root), new TrainOptions { InputSize = 32 });
        Assert.Equal(12, loose.Card.HeldOutParts);
        Assert.True(odd.Min() > 3 * usual.Max(), $"{odd.Min()} against {usual.Max()}");
        Assert.True(odd.Min() > 3 * loose.HeldOutScores.Skip(10).Max(), $"{odd.Min()} grouped, {loose.HeldOutScores.Skip(10).Max()} when the other view was seen");
    }

    [Fact]
    public void Training_that_is_cancelled_leaves_nothing_behind()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 6, test: 1, defects: 1, size: 32));
        string[] before = Files();
        foreach (string stage in (string[])["pictures", "quantising", "held-out scores"])
        {
            using var source = new CancellationTokenSource();
            var progress = new Stopper(stage, source);
            Assert.ThrowsAny<OperationCanceledException>(() => ModelTrainer.Train(dataset, new TrainOptions { InputSize = 32 }, progress, source.Token));
            Assert.True(progress.Reached, $"the stage '{stage}' is reported");
        }

        Assert.Equal(before, Files());

        string[] Files() => [.. Directory.GetFileSystemEntries(folder.Root, "*", SearchOption.AllDirectories).Order()];
    }

    public static TheoryData<string, int, Scope> Degenerate => new()
    {
        { "identical pictures", 8, Scope.PerCell },
        { "identical pictures", 8, Scope.Shared },
        { "black", 8, Scope.PerCell },
        { "white", 8, Scope.Shared },
        { "every picture of another colour", 8, Scope.PerCell },
        { "fewer pictures than dimensions", 5, Scope.PerCell },
        { "fewer pictures than dimensions", 5, Scope.Shared },
        { "one pixel", 6, Scope.PerCell },
    };

    [Theory]
    [MemberData(nameof(Degenerate))]
    public void Pictures_without_variety_still_give_finite_scores(string kind, int pictures, Scope scope)
    {
        using var folder = new TempFolder();
        for (int i = 0; i < pictures; i++)
        {
            Picture picture = kind switch
            {
                "identical pictures" => TinyDataset.Picture(1, size: 32),
                "black" => new Picture(32, 32, new byte[32 * 32 * 3]),
                "white" => new Picture(32, 32, [.. Enumerable.Repeat((byte)255, 32 * 32 * 3)]),
                "every picture of another colour" => new Picture(32, 32, [.. Enumerable.Repeat((byte)(20 * i), 32 * 32 * 3)]),
                "one pixel" => new Picture(1, 1, [(byte)i, 100, 200]),
                _ => TinyDataset.Picture(i, size: 32),
            };
            string file = folder.PathOf("train", "good", $"{i}.png");
            PictureWriter.Save(picture, file);
            File.AppendAllText(file, $"{i}"); // behind the picture's end: the same pixels from files that differ, since copies are refused
        }

        TrainResult result = ModelTrainer.Train(Dataset.Open(folder.Root), new TrainOptions { InputSize = 32, Density = new() { Scope = scope } });
        using AnomalyModel model = AnomalyModel.Open(result.File, kind);
        model.SelfTest();
        Assert.All(result.HeldOutScores, s => Assert.True(float.IsFinite(s)));
        Assert.True(float.IsFinite(model.Threshold));
        foreach (Picture picture in (Picture[])[TinyDataset.Picture(77, defect: true, size: 32), new Picture(3, 2, new byte[18]), new Picture(8, 8, [.. Enumerable.Repeat((byte)255, 192)])])
            Assert.All(model.Score(picture).Cells, c => Assert.True(float.IsFinite(c), $"cell score {c}"));
    }

    [Fact]
    public void Bad_options_and_cuts_are_refused_before_any_picture_is_read()
    {
        using var folder = new TempFolder();
        for (int i = 0; i < 6; i++)
            folder.Write($"train/good/{i}.png", "not a picture");
        Dataset dataset = Dataset.Open(folder.Root);
        Expect.Error(ErrorCode.InvalidOption, () => ModelTrainer.Train(dataset, new TrainOptions { InputSize = 33 }));
        Expect.Error(ErrorCode.BackboneCut, () => ModelTrainer.Train(dataset, new TrainOptions { Cuts = ["block_99"] }));
        string wide = folder.PathOf("wide.safetensors");
        MobileNetV2.Random(1.0, 1).Save(wide);
        Expect.Error(ErrorCode.BackboneCut, () => ModelTrainer.Train(dataset, new TrainOptions { BackbonePath = wide, Cuts = ["block_12_expand", "block_13_expand"] }));
        Expect.Error(ErrorCode.PathNotFound, () => ModelTrainer.Train(dataset, new TrainOptions { BackbonePath = folder.PathOf("none.safetensors") }));
        Expect.Error(ErrorCode.BackboneUnreadable, () => ModelTrainer.Train(dataset, new TrainOptions { BackbonePath = folder.PathOf("train", "good", "0.png") }));
        Expect.Error(ErrorCode.PictureUnreadable, () => ModelTrainer.Train(dataset, new TrainOptions()));
    }

    [Theory]
    [InlineData("block_3_expand", "block_6_expand")] // strides 4 and 8
    [InlineData("block_13_expand", "block_3_expand", "block_6_expand")] // 16, 4 and 8
    public void Several_cuts_are_trained_and_scored(params string[] cuts)
    {
        using var folder = new TempFolder();
        string file = folder.PathOf("net.safetensors");
        MobileNetV2.Random(0.1, 1).Save(file);
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("set"), train: 5, test: 3, defects: 3));
        TrainResult result = ModelTrainer.Train(dataset, new TrainOptions { InputSize = 40, BackbonePath = file, Cuts = cuts });
        Assert.Equal(cuts, result.Card.Cuts);
        Assert.Equal((5, 5), (result.Card.GridRows, result.Card.GridColumns));
        using AnomalyModel model = AnomalyModel.Open(result.File, "cuts");
        model.SelfTest();
        Assert.Equal(1.0, Evaluator.Evaluate(model, dataset).Auroc);
    }

    [Fact]
    public void Defects_move_the_threshold_only_on_demand_and_the_card_says_so()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 8, test: 2, defects: 4, size: 32));
        TrainResult plain = ModelTrainer.Train(dataset, new TrainOptions { InputSize = 32 }), tuned = ModelTrainer.Train(dataset, new TrainOptions { InputSize = 32, TuneOnDefects = true });
        Assert.False(plain.Card.TunedOnDefects);
        Assert.True(tuned.Card.TunedOnDefects);
        Assert.NotEqual(plain.Card.Threshold, tuned.Card.Threshold);
        Assert.Contains("defects in view", tuned.Card.Notes);
        Assert.Contains(tuned.Warnings, w => w.Contains("tuned on 4 pictures"));
        Assert.True(plain.Card.ThresholdLow < plain.Card.ThresholdHigh);

        foreach (Sample sample in dataset.Defects)
            File.Delete(sample.Path);
        Dataset without = Dataset.Open(folder.Root);
        Assert.Equal(plain.Card.Threshold, ModelTrainer.Train(without, new TrainOptions { InputSize = 32 }).Card.Threshold);
        Expect.Error(ErrorCode.InvalidOption, () => ModelTrainer.Train(without, new TrainOptions { InputSize = 32, TuneOnDefects = true }));
    }

    public static TheoryData<string, DensityOptions> Families => new()
    {
        { "cell", new() },
        { "cell, diagonal", new() { Covariance = Covariance.Diagonal } },
        { "jitter", new() { Jitter = true } },
        { "shared", new() { Scope = Scope.Shared, Components = 16 } },
        { "shared, diagonal, smooth", new() { Scope = Scope.Shared, Covariance = Covariance.Diagonal, Smooth = true } },
        { "one Gaussian", new() { Scope = Scope.Shared, Components = 1 } },
        { "place", new() { Scope = Scope.Shared, Positions = true } },
        { "random, worst cell", new() { Projection = ProjectionKind.Random, Aggregation = Aggregation.Max } },
        { "trailing, area", new() { Projection = ProjectionKind.Trailing, Aggregation = Aggregation.Area } },
    };

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_family_learns_and_repeats_itself(string name, DensityOptions density)
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 12, test: 4, defects: 4));
        var options = new TrainOptions { InputSize = 48, Density = density };
        TrainResult result = ModelTrainer.Train(dataset, options);
        Assert.Equal(result.File, ModelTrainer.Train(dataset, options).File);
        using AnomalyModel model = AnomalyModel.Open(result.File, name);
        model.SelfTest();
        Assert.Equal((density.Scope, density.Covariance, density.Smooth, density.Positions, density.Jitter, density.Aggregation),
            (result.Card.Scope, result.Card.Covariance, result.Card.Smoothed, result.Card.Positions, result.Card.Jitter, result.Card.Aggregation));
        Assert.True(Evaluator.Evaluate(model, dataset).Auroc > 0.9);
    }

    private sealed class Stopper(string stage, CancellationTokenSource source) : IProgress<WorkProgress>
    {
        public bool Reached { get; private set; }

        public void Report(WorkProgress value)
        {
            if (value.Stage != stage)
                return;
            Reached = true;
            source.Cancel();
        }
    }
}
