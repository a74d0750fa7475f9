using System.Diagnostics;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Import;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

/// <summary>Real photographs, judged by a net that somebody else trained.</summary>
public sealed class CookiesTests(ITestOutputHelper output)
{
    [Fact]
    public void Cracked_cookies_are_told_from_good_ones_with_imported_weights()
    {
        Dataset dataset = Dataset.Open(SharedData.PathOrSkip("cookies"));
        string weights = SharedData.Below("weights", "mobilenet_v2_0.35_teachable_machine.h5");
        using var folder = new TempFolder();
        string backbone = folder.PathOf("imported.safetensors");
        BackboneImporter.Import(weights).Backbone.Save(backbone);

        long start = Stopwatch.GetTimestamp();
        TrainResult result = ModelTrainer.Train(dataset, new TrainOptions { BackbonePath = backbone });
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        using AnomalyModel model = AnomalyModel.Open(result.File, "cookies");
        model.SelfTest();
        EvaluationResult judged = Evaluator.Evaluate(model, dataset);
        output.WriteLine(FormattableString.Invariant($"cookies, imported weights: image AUROC {judged.Auroc:f4} on {judged.Images} pictures, trained on {result.Card.TrainPictures} in {seconds:f1} s"));
        Assert.True(judged.Auroc >= 0.95, $"AUROC {judged.Auroc}");
    }
}
