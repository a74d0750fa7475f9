using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CountsEveryPictureOnce()
    {
        EvaluationResult result = Evaluate(Open(defects: 5, good: 4), picture => Darkness(picture), threshold: 0.5f);
        Assert.Equal(9, result.Images);
        Assert.Equal((4, 5, 0, 0), (result.Good, result.Defects, result.FalseRejects, result.Escapes));
        Assert.Equal(1, result.Auroc);
        Assert.Equal(1, result.F1AtThreshold);
        Assert.Equal(1, result.F1Max);
        Assert.Equal(5, result.PerCategory["block"].Found);
        Assert.Equal(5, result.MaskedPictures);
        Assert.True(result.PixelAuroc > 0.9, $"pixel AUROC {result.PixelAuroc}");
        Assert.InRange(result.AuPro!.Value, 0.5, 1);
        Assert.Equal(new Proportion(0, 4).High, result.FalseRejectInterval![1]);
        Assert.NotNull(result.LatencyMs);
    }

    [Fact]
    public void AScoreThatIsNotANumberRejects()
    {
        EvaluationResult result = Evaluate(Open(defects: 2, good: 3), _ => new Score(float.NaN, [float.NaN], 1, 1, 1), threshold: 0.5f);
        Assert.Equal(3, result.FalseRejects);
        Assert.Equal(0, result.Escapes);
    }

    [Fact]
    public void AScoreEqualToTheThresholdIsKept()
    {
        EvaluationResult result = Evaluate(Open(defects: 1, good: 1), _ => new Score(0.5f, [0.5f], 1, 1, 1), threshold: 0.5f);
        Assert.Equal(0, result.FalseRejects);
        Assert.Equal(1, result.Escapes);
    }

    [Fact]
    public void WithoutDefectsThereIsNoAuroc()
    {
        EvaluationResult result = Evaluate(Open(defects: 0, good: 3), Darkness, threshold: 0.5f);
        Assert.Null(result.Auroc);
        Assert.Null(result.F1Max);
        Assert.Null(result.F1AtThreshold);
        Assert.Null(result.Recall);
        Assert.Null(result.EscapeRate);
        Assert.Null(result.EscapeInterval);
        Assert.Null(result.PixelAuroc);
        Assert.Equal(0, result.FalseRejectRate);
        Assert.Empty(result.PerCategory);
    }

    [Fact]
    public void WithoutGoodPicturesThereIsNoFalseRejectRate()
    {
        EvaluationResult result = Evaluate(Open(defects: 3, good: 0), Darkness, threshold: 0.5f);
        Assert.Null(result.Auroc);
        Assert.Null(result.FalseRejectRate);
        Assert.Null(result.PerCategory["block"].Auroc);
        Assert.Equal(1, result.Recall);
    }

    [Fact]
    public void AnUnreadablePictureIsAnErrorUnlessSkipped()
    {
        Sample[] samples = Open(defects: 2, good: 2);
        File.WriteAllText(samples[1].Path, "not a picture");
        var error = Assert.Throws<EdgeAdException>(() => Evaluate(samples, Darkness, 0.5f));
        Assert.Equal(ErrorCode.PictureUnreadable, error.Code);
        File.WriteAllText(samples[3].Path, "nor this");
        error = Assert.Throws<EdgeAdException>(() => Evaluate(samples, Darkness, 0.5f));
        Assert.Contains("2 pictures", error.Message);
        Assert.All([samples[1], samples[3]], s => Assert.Contains(s.Path, error.Message));

        EvaluationResult result = Evaluate(samples, Darkness, 0.5f, new EvaluationOptions { SkipUnreadable = true });
        Assert.Equal(2, result.Images);
        Assert.Equal([samples[1].RelativePath, samples[3].RelativePath], result.Unreadable.Select(u => u.Picture));
    }

    [Fact]
    public void NoPicturesAreAnError()
    {
        Assert.Equal(ErrorCode.DatasetEmpty, Assert.Throws<EdgeAdException>(() => Evaluate([], Darkness, 0.5f)).Code);
    }

    [Fact]
    public void Cancels()
    {
        using var source = new CancellationTokenSource();
        Sample[] samples = Open(defects: 2, good: 2);
        Assert.ThrowsAny<OperationCanceledException>(() => Evaluator.Evaluate(
            picture =>
            {
                source.Cancel();
                return Darkness(picture);
            },
            0.5f, new InputView(32, 32), "tiny", samples, new EvaluationOptions(), null, source.Token));
    }

    private static EvaluationResult Evaluate(Sample[] samples, Func<Picture, Score> score, float threshold, EvaluationOptions? options = null) =>
        Evaluator.Evaluate(score, threshold, new InputView(32, 32), "tiny", samples, options ?? new EvaluationOptions());

    // 16 x 16 cells; a cell's score is 1 where it is as dark as the block of TinyDataset's defects and 0 elsewhere.
    private static Score Darkness(Picture picture)
    {
        const int Cells = 16;
        int size = picture.Width / Cells;
        var cells = new float[Cells * Cells];
        for (int cell = 0; cell < cells.Length; cell++)
        {
            int sum = 0;
            for (int i = 0; i < size * size; i++)
                sum += picture.Rgb[3 * ((cell / Cells * size + i / size) * picture.Width + cell % Cells * size + i % size)];
            cells[cell] = sum / (size * size) < 40 ? 1 : 0;
        }
        return new Score(cells.Max(), cells, Cells, Cells, 1);
    }

    private Sample[] Open(int defects, int good)
    {
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 2, test: good, defects: defects));
        return [.. dataset.TestGood, .. dataset.Defects];
    }
}
