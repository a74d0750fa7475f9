using System.Text.Json;
using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>Search, experiments, compare and synthetic defects as a user runs them.</summary>
public sealed class SearchVerbTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SearchWritesAModelAndItsTrialsCanBeListedShownComparedAndExported()
    {
        string model = folder.PathOf("best.ead"), store = folder.PathOf("trials.db"), page = folder.PathOf("search.html");
        ToolRun run = (await Tool.Run("search", trained.Dataset, "-o", model, "--store", store, "--budget", "1s", "--max-model-kb", "200", "--html", page)).IsOk();
        Assert.True(new FileInfo(model).Length <= 200 * 1024);
        Assert.Contains("configurations", run.Output);
        Assert.Contains($"next: edgead eval {model} {trained.Dataset}", run.Error);
        Assert.Contains("<polyline", File.ReadAllText(page));
        (await Tool.Run("verify", model)).IsOk();

        Assert.Contains("search tiny", (await Tool.Run("experiments", "list", "--store", store)).IsOk().Output);
        string copy = folder.PathOf("copy.ead");
        using JsonDocument shown = JsonDocument.Parse((await Tool.Run("experiments", "show", "1", "--store", store, "--model", copy, "--json")).IsOk().Output);
        Assert.True(shown.RootElement.GetProperty("trials").GetArrayLength() > 1);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(copy));
        Assert.Contains("synthetic_auroc", (await Tool.Run("experiments", "compare", "1", "1", "--store", store)).IsOk().Output);
        string mlruns = folder.PathOf("mlruns", "x");
        (await Tool.Run("experiments", "export", "1", "--store", store, "--mlruns", Path.GetDirectoryName(mlruns)!)).IsOk();
        Assert.Equal(shown.RootElement.GetProperty("trials").GetArrayLength() + 1, Directory.GetFiles(folder.Root, "meta.yaml", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task CompareOfAModelWithItselfFindsNothingClear()
    {
        string page = folder.PathOf("compare.html");
        ToolRun run = (await Tool.Run("compare", trained.Model, trained.Model, trained.Dataset, "--resamples", "200", "--html", page)).IsOk();
        Assert.Contains("no clear difference", run.Output);
        Assert.DoesNotContain("is better", run.Output);
        Assert.Contains("Differences", File.ReadAllText(page));
        using JsonDocument json = JsonDocument.Parse((await Tool.Run("compare", trained.Model, trained.Model, trained.Dataset, "--resamples", "200", "--json")).IsOk().Output);
        Assert.Equal(0, json.RootElement.GetProperty("auroc").GetProperty("value").GetDouble());
    }

    [Fact]
    public async Task SynthWritesASetThatInfoUnderstands()
    {
        string set = folder.PathOf("synth");
        (await Tool.Run("dataset", "synth", trained.Dataset, "-o", set, "--kind", "stain", "--severity", "easy", "--defects", "3", "--augment", "1")).IsOk();
        Assert.Contains("test/stain", (await Tool.Run("dataset", "info", set)).IsOk().Output);
        Assert.Equal(24, Directory.GetFiles(Path.Combine(set, "train", "good")).Length);
    }

    [Theory]
    [InlineData(2, "search photos -o m.ead --budget soon")]
    [InlineData(15, "search photos -o m.ead --board toaster")]
    [InlineData(2, "dataset synth photos -o x --kind rust")]
    [InlineData(10, "compare a.ead b.ead photos --resamples 5")]
    [InlineData(10, "experiments export 1")]
    [InlineData(11, "experiments list --store none.db")]
    [InlineData(10, "bench detection photos --seeds 0")]
    public async Task BadInputIsOneLine(int code, string line)
    {
        ToolRun run = await Tool.Run(line.Split(' '));
        Assert.Equal(code, run.Code);
        Assert.StartsWith("error", Assert.Single(run.Error.TrimEnd().Split('\n')));
    }
}
