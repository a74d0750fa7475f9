using System.Text.Json;
using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>The verbs as a user runs them, one after another on a tiny data set.</summary>
public sealed class VerbTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TrainWritesAModelAndSaysWhatComesNext()
    {
        trained.Training.IsOk();
        Assert.True(File.Exists(trained.Model));
        Assert.Contains("12 good parts", trained.Training.Output);
        Assert.Contains($"next: edgead eval {trained.Model} {trained.Dataset} --html report.html", trained.Training.Error);
        Assert.Contains("warning: ", trained.Training.Error); // 12 parts prove little
    }

    [Fact]
    public async Task TrainGivesTheSameBytesAgain()
    {
        string again = folder.PathOf("again.ead");
        (await Tool.Run("train", trained.Dataset, "-o", again, "--input", "32", "--components", "2", "--dims", "8")).IsOk();
        Assert.Equal(File.ReadAllBytes(trained.Model), File.ReadAllBytes(again));
    }

    [Fact]
    public async Task EvalJsonHasTheContractsKeysFirst()
    {
        ToolRun run = (await Tool.Run("eval", trained.Model, trained.Dataset, "--json")).IsOk();
        using var json = JsonDocument.Parse(run.Output);
        string[] keys = [.. json.RootElement.EnumerateObject().Select(p => p.Name)];
        Assert.Equal(
            ["auroc", "f1_max", "threshold", "f1_at_threshold", "precision", "recall", "false_reject_rate", "escape_rate", "per_category", "images", "seconds"],
            keys[..11]);
        Assert.Contains("false_reject_interval", keys);
        JsonElement category = json.RootElement.GetProperty("per_category").GetProperty("block");
        Assert.Equal(["count", "found", "recall"], category.EnumerateObject().Select(p => p.Name).Take(3));
        Assert.Equal(6, category.GetProperty("count").GetInt32());
        Assert.Equal(12, json.RootElement.GetProperty("images").GetInt32());
    }

    [Fact]
    public async Task EvalWritesReportMapsAndJsonFile()
    {
        string html = folder.PathOf("report.html"), maps = folder.PathOf("maps", "x"), json = folder.PathOf("deep", "down", "result.json");
        maps = Path.GetDirectoryName(maps)!;
        ToolRun run = (await Tool.Run("eval", trained.Model, trained.Dataset, "--html", html, "--maps", maps, "--json", json)).IsOk();
        Assert.Contains("image AUROC", run.Output);
        Assert.Equal(12, Directory.GetFiles(maps, "*.png", SearchOption.AllDirectories).Length);
        using var parsed = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(JsonValueKind.Object, parsed.RootElement.ValueKind);
        Assert.Contains("<svg", File.ReadAllText(html));
    }

    [Fact]
    public async Task EvalOfGoodPicturesOnlyHasNulls()
    {
        string good = TinyDataset.WriteMvtec(folder.PathOf("good", "x"), train: 2, test: 3, defects: 0);
        ToolRun run = (await Tool.Run("eval", trained.Model, good, "--json")).IsOk();
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("auroc").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("escape_rate").ValueKind);
        Assert.Contains("No defects", (await Tool.Run("eval", trained.Model, good)).IsOk().Output);
    }

    [Fact]
    public async Task EvalSkipsUnreadablePicturesOnlyWhenAsked()
    {
        string data = TinyDataset.WriteMvtec(folder.PathOf("holes", "x"), train: 2, test: 3, defects: 3);
        string broken = Directory.GetFiles(Path.Combine(data, "test", "block"))[0];
        File.WriteAllText(broken, "not a picture");
        (await Tool.Run("eval", trained.Model, data)).IsError(1104, Path.GetFileName(broken));
        ToolRun skipped = (await Tool.Run("eval", trained.Model, data, "--skip-unreadable")).IsOk();
        Assert.Contains(Path.GetFileName(broken), skipped.Error);
        Assert.Contains("5 pictures", skipped.Output);
        Assert.Contains($"next: edgead eval {trained.Model} {data} --skip-unreadable --html report.html", skipped.Error);
        (await Tool.Run("simulate", trained.Model, data)).IsError(1104, Path.GetFileName(broken));
        ToolRun line = (await Tool.Run("simulate", trained.Model, data, "--skip-unreadable", "--rate", "100")).IsOk();
        Assert.Contains(Path.GetFileName(broken), line.Error);
        Assert.Contains($"next: edgead simulate {trained.Model} {data} --rate 100 --skip-unreadable --timeline line.svg", line.Error);
    }

    [Fact]
    public async Task ScoreJudgesPicturesAndDrawsAMap()
    {
        string picture = Directory.GetFiles(Path.Combine(trained.Dataset, "test", "block"))[0];
        string map = folder.PathOf("heat.png");
        ToolRun run = (await Tool.Run("score", trained.Model, picture, "--json", "--map", map)).IsOk();
        using var json = JsonDocument.Parse(run.Output);
        JsonElement result = json.RootElement.GetProperty("results")[0];
        Assert.Equal(picture, result.GetProperty("picture").GetString());
        float score = result.GetProperty("score").GetSingle();
        Assert.Equal(score > json.RootElement.GetProperty("threshold").GetSingle(), result.GetProperty("reject").GetBoolean());
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(map)[..4]);
    }

    [Fact]
    public async Task ScoreExitCodeTellsOnlyWhenAsked()
    {
        string[] defects = Directory.GetFiles(Path.Combine(trained.Dataset, "test", "block"));
        ToolRun plain = (await Tool.Run(["score", trained.Model, .. defects, "--json"])).IsOk();
        bool any = plain.Output.Contains("\"reject\": true");
        Assert.Equal(any ? 1 : 0, (await Tool.Run(["score", trained.Model, .. defects, "--exit-code"])).Code);
    }

    [Fact]
    public async Task ScoreGoesOnAfterAnUnreadablePicture()
    {
        string bad = folder.Write("bad.jpg", "no picture");
        string good = Directory.GetFiles(Path.Combine(trained.Dataset, "test", "good"))[0];
        ToolRun run = await Tool.Run("score", trained.Model, bad, good);
        Assert.Equal(11, run.Code);
        Assert.StartsWith("error E1104: ", Assert.Single(run.ErrorLines));
        Assert.Contains(good, run.Output);
    }

    [Fact]
    public async Task ScoreDrawsOneMapOnly()
    {
        string[] pictures = Directory.GetFiles(Path.Combine(trained.Dataset, "test", "good"));
        (await Tool.Run(["score", trained.Model, .. pictures, "--map", folder.PathOf("x.png")])).IsError(1001, "--map");
    }

    [Fact]
    public async Task VerifyAndInspectSayWhatTheFileIs()
    {
        ToolRun verify = (await Tool.Run("verify", trained.Model)).IsOk();
        Assert.Contains("sound", verify.Output);
        ToolRun inspect = (await Tool.Run("inspect", trained.Model)).IsOk();
        Assert.Contains("32 x 32", inspect.Output);
        Assert.Contains("12 held-out good parts", inspect.Output);
        using var json = JsonDocument.Parse((await Tool.Run("inspect", trained.Model, "--json")).IsOk().Output);
        Assert.Equal(new FileInfo(trained.Model).Length, json.RootElement.GetProperty("file_bytes").GetInt64());
    }

    [Fact]
    public async Task AnOptionalArgumentMayBeLeftOut() => Assert.Contains("mobilenet", (await Tool.Run("backbone", "info")).IsOk().Output);

    [Fact]
    public async Task SimulatedLineDecidesAsTheModelDoes()
    {
        string timeline = folder.PathOf("line.svg");
        ToolRun run = (await Tool.Run("simulate", trained.Model, trained.Dataset, "--rate", "200", "--parts", "30", "--json", "--timeline", timeline)).IsOk();
        using var json = JsonDocument.Parse(run.Output);
        JsonElement result = json.RootElement;
        Assert.Equal(30, result.GetProperty("parts").GetInt32());
        Assert.Equal(30, result.GetProperty("decided_good").GetInt32() + result.GetProperty("decided_bad").GetInt32());
        Assert.Equal(result.GetProperty("decided_bad").GetInt32(), result.GetProperty("rejected").GetInt32());
        Assert.Equal(0, result.GetProperty("decisions_unlike_model").GetInt32());
        Assert.Equal(0, result.GetProperty("passed_in_silence").GetInt32());
        Assert.StartsWith("<svg", File.ReadAllText(timeline));
    }

    [Fact]
    public async Task ALineThatIsTooFastLosesVerdictsButNoBadPartInSilence()
    {
        ToolRun run = (await Tool.Run("simulate", trained.Model, trained.Dataset, "--rate", "3000", "--json")).IsOk();
        using var json = JsonDocument.Parse(run.Output);
        Assert.True(json.RootElement.GetProperty("unjudged").GetInt32() > 0);
        Assert.Equal(0, json.RootElement.GetProperty("passed_in_silence").GetInt32());
        Assert.Contains("warning: ", run.Error);
    }

    [Fact]
    public async Task AFlatDataSetSplitOtherwiseThanForTrainingIsToldApart()
    {
        string data = Path.Combine(folder.Root, "flat");
        TinyDataset.WriteFlat(data, goodParts: 20);
        string model = folder.PathOf("flat.ead");
        string[] group = ["--group", @"part(\d+)"];
        (await Tool.Run(["train", data, "-o", model, "--input", "32", "--components", "1", "--dims", "4", "--seed", "5", .. group])).IsOk();
        Assert.DoesNotContain("split otherwise", (await Tool.Run(["eval", model, data, .. group])).IsOk().Error);
        Assert.Contains("split otherwise", (await Tool.Run(["eval", model, data, "--seed", "6", .. group])).IsOk().Error);
        Assert.Contains("split otherwise", (await Tool.Run("eval", model, data)).IsOk().Error);
    }
}
