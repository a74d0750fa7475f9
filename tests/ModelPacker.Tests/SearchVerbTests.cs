using System.Diagnostics;
using System.Text.Json;
using EdgeAD.ModelPacker.Tests.Support;
using EdgeAD.Vision.Synthesis;
using EdgeAD.Vision;
using EdgeAD.Vision.Experiments;

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
        (await Tool.Run("experiments", "show", "1", "--store", store, "--metric", "nope")).IsError(1001, "synthetic_auroc");
        ToolRun missing = await Tool.Run("experiments", "show", "99", "--store", store);
        missing.IsError(1602);
        Assert.EndsWith($"See which there are with: edgead experiments list --store {store}", missing.Error.TrimEnd());
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
    public async Task ASearchThatIsStoppedSaysThatItsTrialsAreKept()
    {
        string store = folder.PathOf("stopped.db");
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] words = ["search", trained.Dataset, "-o", folder.PathOf("stopped.ead"), "--store", store];
        Assert.Equal(130, await Cli.EdgeAdTool.InvokeAsync(words, output, TextWriter.Synchronized(error), new CancellationToken(true)));
        Assert.Contains($"the trials so far are kept in {store}; the same command goes on from there", error.ToString());
    }

    /// <summary>Killed for good, by another process, with a trial possibly half written: what was recorded is kept, nothing is tried twice, the model is the same.</summary>
    [Fact]
    public async Task ASearchThatWasKilledGoesOnAndGivesTheModelOfOneThatWasNot()
    {
        string whole = folder.PathOf("whole.ead"), model = folder.PathOf("killed.ead"), store = folder.PathOf("killed.db");
        (await Tool.Run("search", trained.Dataset, "-o", whole, "--store", folder.PathOf("whole.db"), "--max-model-kb", "90")).IsOk();
        string[] command = ["search", trained.Dataset, "-o", model, "--store", store, "--max-model-kb", "90"];
        using (Process process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "edgead.dll"), .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!)
        {
            for (int waited = 0; Recorded(store) == 0 && !process.HasExited && waited < 1200; waited++)
                await Task.Delay(50);
            Assert.False(process.HasExited, "the search was over, or failed, before it could be killed");
            process.Kill();
            await process.WaitForExitAsync();
        }

        int before = Recorded(store);
        Assert.True(before > 0);
        Assert.False(File.Exists(model));
        (await Tool.Run(command)).IsOk();
        Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(model));
        Assert.True(Recorded(store) > before);
        Assert.Equal(Recorded(folder.PathOf("whole.db")), Recorded(store));
    }

    /// <summary>Trials in a store; 0 while there is none.</summary>
    private static int Recorded(string store)
    {
        if (!File.Exists(store))
            return 0;
        try
        {
            using ExperimentStore open = ExperimentStore.Open(store, create: false);
            return open.Experiments().Sum(e => e.Trials);
        }
        catch (EdgeAdException)
        {
            return 0; // the other process is just making it
        }
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
        ToolRun synth = (await Tool.Run("dataset", "synth", trained.Dataset, "-o", set, "--kind", "stain", "--severity", "easy", "--defects", "3", "--augment", "1")).IsOk();
        Assert.Contains($"next: edgead train {set} -o model.ead --group \"{DatasetSynthesizer.GroupPattern}\"", synth.Error);
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
    [InlineData(10, "bench training photos --runs 0")]
    [InlineData(10, "bench training photos --pictures 4")]
    public async Task BadInputIsOneLine(int code, string line)
    {
        ToolRun run = await Tool.Run(line.Split(' '));
        Assert.Equal(code, run.Code);
        Assert.StartsWith("error", Assert.Single(run.Error.TrimEnd().Split('\n')));
    }
}
