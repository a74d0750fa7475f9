using System.Text.Json;
using EdgeAD.ModelPacker.Tests.Support;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>What the tool says when all went well and yet something is wrong with pictures, threshold or model.</summary>
public sealed class GuidanceTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AThresholdAboveTheDefectsIsToldApartFromScoresThatDoNotSeparate()
    {
        ToolRun sound = (await Tool.Run("eval", trained.Model, trained.Dataset)).IsOk();
        Assert.DoesNotContain("the threshold does not", sound.Error);
        string json = folder.PathOf("result.json"), html = folder.PathOf("report.html");
        ToolRun careful = (await Tool.Run("eval", trained.Model, trained.Dataset, "--threshold", "100000", "--json", json, "--html", html)).IsOk();
        Assert.Contains("the threshold does not: 6 of 6 defects are let through", careful.Error);
        Assert.Contains("the threshold does not: 6 of 6", File.ReadAllText(html));
        using var result = JsonDocument.Parse(File.ReadAllText(json));
        Assert.True(result.RootElement.GetProperty("threshold_too_careful").GetBoolean());
    }

    [Fact]
    public async Task PicturesOfSomethingElseAreToldApart()
    {
        string other = folder.PathOf("other", "x");
        for (int i = 0; i < 5; i++)
        {
            Picture picture = TinyDataset.Picture(i);
            PictureWriter.Save(new Picture(picture.Width, picture.Height, [.. picture.Rgb.Select(v => (byte)(255 - v))]), Path.Combine(other, "test", "good", $"{i}.png"));
        }

        const string Words = "do not look like those the model was trained on";
        Assert.Contains(Words, (await Tool.Run("eval", trained.Model, other)).IsOk().Error);
        Assert.DoesNotContain(Words, (await Tool.Run("eval", trained.Model, trained.Dataset)).IsOk().Error);
    }

    [Theory]
    [InlineData("train")]
    [InlineData("search")]
    public async Task PicturesThatAreAllTheSameAreRefused(string verb)
    {
        string data = Copies(different: 2, copies: 6);
        (await Tool.Run([verb, data, "-o", folder.PathOf("model.ead"), .. Store(verb)])).IsError(1105, "only 2 differ");
        ToolRun info = (await Tool.Run("dataset", "info", data)).IsOk();
        Assert.Contains("train refuses this set", info.Error);
        Assert.DoesNotContain("next: edgead train", info.Error);
    }

    [Fact]
    public async Task CopiesAmongThePicturesAreWarnedOf() =>
        Assert.Contains("3 of the 9 good pictures are byte for byte copies",
            (await Tool.Run("train", Copies(different: 6, copies: 3), "-o", folder.PathOf("model.ead"), "--input", "32", "--dims", "8")).IsOk().Error);

    [Fact]
    public async Task InfoDoesNotRecommendTrainingThatWouldBeRefused()
    {
        string few = TinyDataset.WriteMvtec(folder.PathOf("few", "x"), train: 3, test: 2, defects: 1);
        ToolRun info = (await Tool.Run("dataset", "info", few)).IsOk();
        Assert.DoesNotContain("next: ", info.Error);
        Assert.Contains("30 or more to learn from", info.Error);
        (await Tool.Run("train", few, "-o", folder.PathOf("model.ead"))).IsError(1105, "30 or more to learn from");
    }

    /// <summary>A cut-off JPEG has a sound header: only reading it to the end finds it.</summary>
    [Theory]
    [InlineData("train")]
    [InlineData("search")]
    public async Task EveryDamagedPictureIsNamedAndCanBeLeftOut(string verb)
    {
        string data = TinyDataset.WriteMvtec(folder.PathOf("cut", "x"), train: 8, test: 2, defects: 1);
        string good = Path.Combine(data, "train", "good");
        string jpeg = Path.Combine(good, "whole.jpg");
        PictureWriter.Save(TinyDataset.Picture(77), jpeg);
        byte[] content = File.ReadAllBytes(jpeg);
        File.Delete(jpeg);
        File.WriteAllBytes(Path.Combine(good, "cut1.jpg"), content[..(content.Length * 2 / 3)]);
        File.WriteAllBytes(Path.Combine(good, "cut2.jpg"), content[..(content.Length / 2)]);

        ToolRun info = (await Tool.Run("dataset", "info", data)).IsOk();
        Assert.Contains("2 picture(s) cannot be read", info.Error);
        Assert.Contains("-o model.ead --skip-unreadable", info.Error);
        string output = folder.PathOf("model.ead");
        string[] words = [verb, data, "-o", output, .. Store(verb)];
        (await Tool.Run(words)).IsError(1104, "cut1.jpg");
        (await Tool.Run(words)).IsError(1104, "cut2.jpg");
        ToolRun skipped = (await Tool.Run([.. words, "--skip-unreadable"])).IsOk();
        Assert.Contains("left out train/good/cut1.jpg", skipped.Error);
        Assert.Contains("left out train/good/cut2.jpg", skipped.Error);
        Assert.Contains("of 8 held-out good parts", skipped.Output);
    }

    [Fact]
    public async Task TheHashInAModelIsNotCalledThatOfTheFile()
    {
        Assert.Contains("SHA-256 of the content", (await Tool.Run("inspect", trained.Model)).IsOk().Output);
        Assert.Contains("of the content", (await Tool.Run("verify", trained.Model)).IsOk().Output);
    }

    private string[] Store(string verb) => verb == "search" ? ["--store", folder.PathOf("trials.db"), "--budget", "2s"] : [];

    private string Copies(int different, int copies)
    {
        string good = folder.PathOf("copies", "train", "good", "x");
        good = Path.GetDirectoryName(good)!;
        for (int i = 0; i < different + copies; i++)
            PictureWriter.Save(TinyDataset.Picture(Math.Min(i, different - 1)), Path.Combine(good, $"{i}.png"));
        return Path.GetDirectoryName(Path.GetDirectoryName(good))!;
    }
}
