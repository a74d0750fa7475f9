using System.Text.Json;
using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary><c>--board</c> of train, search and inspect, and <c>bench cost</c> behind it.</summary>
public sealed class BoardCostVerbTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly string[] BoardKeys =
    [
        "board", "milliseconds", "interval", "memory_milliseconds", "instructions", "instruction_error", "basis", "working_bytes", "working_error", "working_budget", "density_copy_bytes", "model_bytes", "model_budget", "fits", "text",
    ];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TrainSaysWhatTheModelWillTake()
    {
        string model = folder.PathOf("b.ead");
        ToolRun run = (await Tool.Run("train", trained.Dataset, "-o", model, "--input", "32", "--components", "2", "--dims", "8", "--board", "xiao-esp32s3-sense")).IsOk();
        foreach (string word in (string[])["on xiao-esp32s3-sense: about", "ms per picture", "computing only", "an estimate: nothing was ever measured on a board",
            "1.15 cycles per instruction assumed", "that this board sets aside for the engine", "a copy of the density", "of a model slot of"])
        {
            Assert.Contains(word, run.Output);
        }
        Assert.Matches($"next: edgead simulate .*b.ead .* --latency [0-9]+\n", run.Error);
        Assert.Equal(File.ReadAllBytes(trained.Model), File.ReadAllBytes(model)); // a board changes nothing in the model
    }

    [Fact]
    public async Task InspectSaysTheSameAndItsJsonHasTheCardToo()
    {
        using JsonDocument json = JsonDocument.Parse((await Tool.Run("inspect", trained.Model, "--board", "m5stack-cores3", "--json")).IsOk().Output);
        JsonElement board = json.RootElement.GetProperty("board");
        Assert.All(BoardKeys, key => Assert.True(board.TryGetProperty(key, out _), key));
        Assert.True(board.GetProperty("fits").GetBoolean());
        Assert.Equal(new FileInfo(trained.Model).Length, board.GetProperty("model_bytes").GetInt64());
        Assert.True(board.GetProperty("interval")[0].GetDouble() < board.GetProperty("milliseconds").GetDouble());
        Assert.Equal(JsonValueKind.Object, json.RootElement.GetProperty("card").ValueKind);
        Assert.Contains("on m5stack-cores3: about", (await Tool.Run("inspect", trained.Model, "--board", "m5stack-cores3")).IsOk().Output);
        string host = (await Tool.Run("inspect", trained.Model, "--board", "host")).IsOk().Output;
        Assert.DoesNotContain("about", host);
        Assert.Contains("on host: this computer; time is measured by 'edgead eval', not estimated", host);
    }

    [Fact]
    public async Task TheLatencyThatIsProposedIsTheIntervalsUpperEnd()
    {
        ToolRun run = (await Tool.Run("inspect", trained.Model, "--board", "m5stack-cores3", "--json")).IsOk();
        using JsonDocument json = JsonDocument.Parse(run.Output);
        double longest = Math.Ceiling(json.RootElement.GetProperty("board").GetProperty("interval")[1].GetDouble());
        Assert.Contains($"next: edgead simulate {trained.Model} DATASET --latency {longest:0}", run.Error);
    }

    [Fact]
    public async Task VerifyAndInspectDoNotSendOneInCircles()
    {
        Assert.Contains("next: edgead verify", (await Tool.Run("inspect", trained.Model)).IsOk().Error);
        Assert.Contains($"next: edgead eval {trained.Model}", (await Tool.Run("verify", trained.Model)).IsOk().Error);
    }

    [Fact]
    public async Task WhatCannotFitIsRefusedBeforeAnyPictureIsLookedAt()
    {
        string nowhere = folder.PathOf("nowhere"), model = folder.PathOf("big.ead");
        (await Tool.Run("train", nowhere, "-o", model, "--input", "512", "--board", "xiao-esp32s3-sense")).IsError(1512, "of flash");
        (await Tool.Run("train", nowhere, "-o", model, "--input", "512", "--board", "toaster")).IsError(1510);
        (await Tool.Run("train", nowhere, "-o", model, "--input", "96", "--board", "xiao-esp32s3-sense")).IsError(1101);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public async Task SearchTakesTheBoardsMilliseconds() =>
        (await Tool.Run("search", trained.Dataset, "-o", folder.PathOf("s.ead"), "--store", folder.PathOf("s.db"), "--board", "xiao-esp32s3-sense", "--max-ms", "0.5"))
            .IsError(1604, "estimated for xiao-esp32s3-sense");

    [Fact]
    public async Task BenchCostShowsTheErrorOfEveryTarget()
    {
        string page = folder.PathOf("cost.md");
        ToolRun run = (await Tool.Run("bench", "cost", "--markdown", page)).IsOk();
        Assert.Contains("esp32s3", run.Output);
        Assert.Contains("each left out once", run.Output);
        Assert.Contains("| esp32s3 |", File.ReadAllText(page));
        using JsonDocument json = JsonDocument.Parse((await Tool.Run("bench", "cost", "--target", "esp32s3", "--json")).IsOk().Output);
        JsonElement target = Assert.Single(json.RootElement.EnumerateArray());
        foreach (string key in (string[])["target", "table", "models", "layers", "median", "percentile90", "largest", "layer_median", "memory_largest", "code_bytes", "default_instructions"])
            Assert.True(target.TryGetProperty(key, out _), key);
        (await Tool.Run("bench", "cost", "--target", "z80")).IsError(1001, "z80");
        (await Tool.Run("bench", "cost", "--sweep", "--target", "wasm")).IsError(1001, "timed");
    }

    [Fact]
    public async Task ThePagesTableIsMadeFromTheCountsOfToday()
    {
        string page = folder.PathOf("performance.md"), committed = File.ReadAllText(Checkout.PathOf("docs", "performance.md"));
        File.WriteAllText(page, committed.Replace("| esp32s3 |", "| changed |", StringComparison.Ordinal));
        (await Tool.Run("bench", "cost", "--markdown", page)).IsOk();
        Assert.Equal(Between(committed), Between(File.ReadAllText(page)));
    }

    private static string Between(string page) => page.Split("<!-- bench cost: begin -->")[1].Split("<!-- bench cost: end -->")[0];
}
