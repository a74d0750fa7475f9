using EdgeAD.Training.Backbones;
using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Training.Tests;

/// <summary>Short real trainings.</summary>
public sealed class BackboneTrainerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Distillation_lowers_its_loss_and_is_bit_repeatable()
    {
        BackboneTrainingOptions options = Options("a", 300) with { Teacher = Teacher() };
        TrainingResult first = BackboneTrainer.Train(options);
        Assert.True(first.LastLoss < 0.6 * first.FirstLoss, $"loss {first.FirstLoss} -> {first.LastLoss}");
        TrainingResult second = BackboneTrainer.Train(options with { WorkFolder = Path.Combine(_folder.Root, "b") });
        AssertSameBits(first.Backbone, second.Backbone);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Root, "a", "loss.csv")), File.ReadAllText(Path.Combine(_folder.Root, "b", "loss.csv")));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(Path.Combine(_folder.Root, "a", "loss.png"))[..4]);
        TrainingResult other = BackboneTrainer.Train(options with { WorkFolder = Path.Combine(_folder.Root, "c"), Seed = 2, Steps = 50 });
        Assert.NotEqual(first.Backbone.WeightsOf("Conv1").Weight, other.Backbone.WeightsOf("Conv1").Weight);
    }

    [Fact]
    public void A_killed_run_goes_on_and_ends_like_an_uninterrupted_one()
    {
        BackboneTrainingOptions options = Options("whole", 200) with { Teacher = Teacher(), CheckpointEvery = 50 };
        TrainingResult whole = BackboneTrainer.Train(options);
        options = options with { WorkFolder = Path.Combine(_folder.Root, "killed") };
        foreach (int stopAfter in new[] { 100, 150 })
        {
            using var stop = new CancellationTokenSource();
            var progress = new Watch(p =>
            {
                if (p.Step >= stopAfter)
                    stop.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => BackboneTrainer.Train(options, progress, stop.Token));
        }

        bool resumed = false;
        TrainingResult pieced = BackboneTrainer.Train(options, new Watch(p => resumed |= p.Resumed && p.Step > 150));
        Assert.True(resumed);
        AssertSameBits(whole.Backbone, pieced.Backbone);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder.Root, "whole", "loss.csv")), File.ReadAllText(Path.Combine(_folder.Root, "killed", "loss.csv")));
    }

    [Fact]
    public void Without_a_teacher_the_loss_falls_too()
    {
        TrainingResult result = BackboneTrainer.Train(Options("self", 200) with { BatchSize = 16 });
        Assert.True(result.LastLoss < 0.97 * result.FirstLoss, $"loss {result.FirstLoss} -> {result.LastLoss}");
        Assert.Contains("self-supervised", result.Backbone.Provenance);
    }

    [Fact]
    public void A_teacher_of_another_shape_teaches_through_adapters()
    {
        string teacher = Path.Combine(_folder.Root, "wide.safetensors");
        MobileNetV2.Random(0.35, 11, "block_7_expand").Save(teacher);
        TrainingResult result = BackboneTrainer.Train(Options("adapted", 200) with { Teacher = teacher, Through = "block_7_expand" });
        Assert.True(result.LastLoss < 0.9 * result.FirstLoss, $"loss {result.FirstLoss} -> {result.LastLoss}");
        Assert.Contains("adapters", result.Backbone.Provenance);
    }

    [Fact]
    public void A_folder_of_pictures_is_used()
    {
        string folder = Path.Combine(_folder.Root, "pictures");
        for (int i = 0; i < 3; i++)
            Vision.Pictures.PictureWriter.Save(new Vision.Pictures.Picture(50, 40, new byte[50 * 40 * 3]), Path.Combine(Directory.CreateDirectory(folder).FullName, $"{i}.png"));
        BackboneTrainingOptions options = Options("folder", 50);
        TrainingResult with = BackboneTrainer.Train(options with { PictureFolder = folder });
        TrainingResult without = BackboneTrainer.Train(options with { WorkFolder = Path.Combine(_folder.Root, "none") });
        Assert.NotEqual(with.Backbone.WeightsOf("Conv1").Weight, without.Backbone.WeightsOf("Conv1").Weight);
    }

    [Fact]
    public void Bad_options_are_refused_before_any_work()
    {
        BackboneTrainingOptions options = Options("bad", 10);
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { Steps = 0 }));
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { BatchSize = 7 }));
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { CropSize = 8 }));
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { PictureSize = 16 }));
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { LearningRate = 2 }));
        Expect.Error(ErrorCode.InvalidOption, () => BackboneTrainer.Train(options with { Alpha = 9 }));
        Expect.Error(ErrorCode.PathNotFound, () => BackboneTrainer.Train(options with { Teacher = Path.Combine(_folder.Root, "no.h5") }));
        Expect.Error(ErrorCode.PathNotFound, () => BackboneTrainer.Train(options with { PictureFolder = Path.Combine(_folder.Root, "no") }));
        Assert.False(Directory.Exists(options.WorkFolder));
    }

    [Fact]
    public void A_checkpoint_of_other_options_is_not_resumed()
    {
        BackboneTrainingOptions options = Options("same", 50);
        BackboneTrainer.Train(options);
        bool resumed = false;
        BackboneTrainer.Train(options with { Seed = 5 }, new Watch(p => resumed |= p.Resumed));
        Assert.False(resumed);
    }

    [Fact]
    public void Int8_maps_of_the_default_stay_close_to_float()
    {
        IReadOnlyList<LayerError> errors = QuantizationReport.Of(Backbone.LoadDefault());
        Assert.Equal(Backbone.LoadDefault().Layers.Count, errors.Count);
        Assert.InRange(errors.Single(e => e.Layer == "block_6_expand").RelativeError, 0.001, 0.2);
    }

    [Fact]
    public void Auroc_counts_pairs()
    {
        Assert.Equal(1, BackboneProbe.Auroc([1, 2], [3, 4]));
        Assert.Equal(0.5, BackboneProbe.Auroc([1, 2], [1, 2]));
        Assert.Equal(0.125, BackboneProbe.Auroc([2, 4], [1, 2]));
    }

    private string Teacher()
    {
        string path = Path.Combine(_folder.Root, "teacher.safetensors");
        MobileNetV2.Random(0.1, 99, "block_3_expand").Save(path);
        return path;
    }

    private BackboneTrainingOptions Options(string work, int steps) => new()
    {
        Alpha = 0.1, Through = "block_3_expand", Steps = steps, BatchSize = 8, CropSize = 32, PictureSize = 40, PoolSize = 32, PoolRefresh = 1,
        Threads = 1, UseGpu = false, LearningRate = 5e-3, WorkFolder = Path.Combine(_folder.Root, work),
    };

    private static void AssertSameBits(Backbone a, Backbone b)
    {
        foreach (BackboneLayer layer in a.Layers)
        {
            Assert.Equal(a.WeightsOf(layer.Name).Weight, b.WeightsOf(layer.Name).Weight);
            Assert.Equal(a.WeightsOf(layer.Name).Bias, b.WeightsOf(layer.Name).Bias);
        }
    }

    // Unlike Progress<T> it reports on the training's own thread.
    private sealed class Watch(Action<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen(value);
    }
}
