using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Reporting;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Reporting;

public sealed partial class HtmlReportTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AsksForNothingOutsideOfItself()
    {
        string page = Build(Evaluate(good: 4, defects: 3));
        Assert.All(Reference().Matches(page), m => Assert.StartsWith("data:image/", m.Groups[1].Value));
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http://", page.Replace("http://www.w3.org/2000/svg", ""));
        Assert.DoesNotContain("https://", page);
    }

    [Fact]
    public void NamesFromOutsideAreEscaped()
    {
        EvaluationResult result = Evaluate(good: 2, defects: 2, category: "<b>&\"x");
        string page = Build(result);
        Assert.DoesNotContain("<b>&", page);
        Assert.Contains("&lt;b&gt;&amp;&quot;x", page);
    }

    [Fact]
    public void ChartsAreSoundXml()
    {
        EvaluationResult result = Evaluate(good: 5, defects: 4);
        Assert.NotNull(XDocument.Parse(ScoreHistogram.Svg(result)).Root);
        Assert.NotNull(XDocument.Parse(RocChart.Svg(result)).Root);
        string signals = SignalChart.SvgFile([new SignalTrace("A<B", "bad", [(0.5, true), (0.7, false)])], [new SignalMark(0.5, "x&y", "good")], [new SignalGap("A<B", 0.8, 0.9, "a&b")], 0, 1);
        Assert.NotNull(XDocument.Parse(signals).Root);
    }

    [Fact]
    public void EveryPictureStandsInTheHistogram()
    {
        EvaluationResult result = Evaluate(good: 5, defects: 4);
        int counted = BarTitle().Matches(ScoreHistogram.Svg(result)).Sum(m => int.Parse(m.Groups[1].Value));
        Assert.Equal(9, counted);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    public void OneSidedDataStillGiveAReport(int good, int defects)
    {
        Assert.Contains("</html>", Build(Evaluate(good, defects)));
    }

    [Fact]
    public void TheGalleryKeepsWrongVerdictsAndOrdersByDistance()
    {
        Sample sample = new("p", "p", Split.Test, "block", "p");
        // 100 defects: number 0 escapes far below the threshold of 50, the others are found.
        PictureResult[] pictures = [.. Enumerable.Range(0, 100).Select(i =>
            new PictureResult(sample with { RelativePath = $"{i}" }, new Score(i == 0 ? -1000 : 51 + i, [0f], 1, 1, 1), i != 0))];
        EvaluationResult result = Evaluate(1, 1) with { Pictures = pictures, Threshold = 50 };
        IReadOnlyList<PictureResult> chosen = Gallery.Choose(result);
        Assert.Equal(Gallery.Limit, chosen.Count);
        Assert.Equal("1", chosen[0].Sample.RelativePath);
        Assert.Equal("0", chosen[^1].Sample.RelativePath);
    }

    private static string Build(EvaluationResult result) => HtmlReport.Build(result, Card, []);

    private EvaluationResult Evaluate(int good, int defects, string category = "block")
    {
        string picture = folder.PathOf("picture.png");
        PictureWriter.Save(TinyDataset.Picture(1), picture);
        Sample[] samples =
        [
            .. Enumerable.Range(0, good).Select(i => new Sample(picture, $"test/good/{i}.png", Split.Test, Sample.Good, $"g{i}")),
            .. Enumerable.Range(0, defects).Select(i => new Sample(picture, $"test/{category}/{i}.png", Split.Test, category, $"d{i}")),
        ];
        int next = -1;
        return Evaluator.Evaluate(
            _ => new Score(Interlocked.Increment(ref next), [0f, 1f, 2f, 3f], 2, 2, 1), 2.5f, new InputView(32, 32), "tiny", samples, new EvaluationOptions());
    }

    private static ModelCard Card { get; } = new()
    {
        Name = "a <model>",
        InputWidth = 32,
        InputHeight = 32,
        InputChannels = 3,
        Fit = default,
        GridRows = 2,
        GridColumns = 2,
        Cuts = ["block_6_expand"],
        Dimensions = 4,
        Components = 1,
        Scope = default,
        Covariance = default,
        Smoothed = false,
        Positions = false,
        Jitter = false,
        Aggregation = default,
        TopCount = 1,
        Threshold = 2.5f,
        TargetFalseRejectRate = 0.01,
        HeldOutParts = 12,
        HeldOutRejects = 0,
        ThresholdLow = 2,
        ThresholdHigh = 3,
        TunedOnDefects = false,
        WatchesDrift = false,
        Tool = "edgead",
        Commit = "",
        Dataset = "tiny",
        DatasetSha256 = new string('a', 64),
        TrainPictures = 12,
        TrainParts = 12,
        Backbone = "default",
        BackboneSha256 = new string('b', 64),
        BackboneLicense = "Apache-2.0",
        Seed = 0,
        Notes = "",
        Sha256 = new string('c', 64),
        Counter = 0,
        Signed = false,
        FileBytes = 1000,
        WeightBytes = 500,
        DensityBytes = 300,
        GoldenBytes = 100,
        EngineBytes = 2000,
        ArenaBytes = 1500,
        PackedBytes = 0,
        DeviceBytes = 1900,
        TailShare = 0.05,
        Macs = 123456,
        Layers = [],
    };

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"<title>(\d+) from")]
    private static partial Regex BarTitle();
}
