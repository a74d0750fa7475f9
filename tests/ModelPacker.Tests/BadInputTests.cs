using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>Everything a user can get wrong: one line with its code, the exit code of its group, and nothing overwritten.</summary>
public sealed class BadInputTests : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TrainedModel trained;
    private readonly TempFolder folder = new();
    private readonly string output;

    public BadInputTests(TrainedModel trained)
    {
        this.trained = trained;
        output = folder.Write("model.ead", "earlier work");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EmptyFolder()
    {
        string data = Path.Combine(folder.Root, "empty");
        Directory.CreateDirectory(data);
        await TrainFails(data, 1102);
    }

    /// <summary>A name that no file system takes, or a file where a folder is wanted: noticed before what is read, which does not exist either, is looked for.</summary>
    [Theory]
    [InlineData("train DATA -o LONG")]
    [InlineData("train DATA -o OK --json LONG")]
    [InlineData("search DATA -o LONG --store OK")]
    [InlineData("search DATA -o OK --store LONG")]
    [InlineData("eval MODEL DATA --html LONG")]
    [InlineData("eval MODEL DATA --json LONG")]
    [InlineData("eval MODEL DATA --maps FILE")]
    [InlineData("simulate MODEL DATA --timeline LONG")]
    [InlineData("simulate MODEL DATA --json LONG")]
    [InlineData("compare NONE NONE DATA --html LONG")]
    [InlineData("score NONE NONE --map LONG")]
    [InlineData("inspect NONE --json LONG")]
    [InlineData("sign NONE --key NONE -o LONG")]
    [InlineData("keys --new DEEP")]
    [InlineData("demo --out OK --json LONG")]
    [InlineData("demo --out FILE")]
    [InlineData("dataset info DATA --json LONG")]
    [InlineData("dataset split DATA FILE")]
    [InlineData("dataset synth DATA -o FILE")]
    [InlineData("backbone import NONE -o LONG")]
    [InlineData("experiments show 1 --store NONE --model LONG")]
    [InlineData("experiments export 1 --store NONE --mlruns FILE")]
    [InlineData("bench quantisation DATA --markdown LONG")]
    public async Task OutputThatCannotBeWrittenIsNoticedBeforeTheWork(string line)
    {
        string nowhere = Path.Combine(folder.Root, "nowhere"), fine = folder.PathOf("new", "fine"), file = folder.Write("file", "not a folder"), name = new('x', 250);
        string[] before = Directory.GetFileSystemEntries(folder.Root);
        ToolRun run = await Tool.Run([.. line.Split(' ').Select(w => w switch
        {
            "DATA" or "NONE" => nowhere, "LONG" => Path.Combine(folder.Root, name), "DEEP" => Path.Combine(folder.Root, "unmade", name), "FILE" => file, "OK" => fine, "MODEL" => trained.Model, _ => w,
        })]);
        run.IsError(1401);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Root));
        Assert.Equal("earlier work", File.ReadAllText(output));
    }

    /// <summary>One of the files that the demonstration writes late cannot be written: nothing is rendered first.</summary>
    [Theory]
    [InlineData("model.ead")]
    [InlineData("line.svg")]
    [InlineData("report.html")]
    public async Task DemoAsksForItsOutputsBeforeTheWork(string name)
    {
        string target = folder.PathOf("demo");
        Directory.CreateDirectory(Path.Combine(target, name));
        ToolRun run = await Tool.Run("demo", "--out", target);
        run.IsError(1401, name);
        Assert.Equal([Path.Combine(target, name)], Directory.GetFileSystemEntries(target));
    }

    [Fact]
    public async Task APathAtTheStartOfAHintStaysAsItIs()
    {
        string file = folder.Write("odd.json", "{}");
        ToolRun run = await Tool.Run("boards", "--validate", file);
        Assert.Contains(" boards/board.schema.json says", run.Error);
    }

    [Fact]
    public async Task ABoardFileThatIsSoundSaysSoInJsonToo()
    {
        using var json = System.Text.Json.JsonDocument.Parse((await Tool.Run("boards", "--validate", Checkout.PathOf("boards", "host.json"), "--json")).IsOk().Output);
        Assert.True(json.RootElement.GetProperty("sound").GetBoolean());
        using var files = System.Text.Json.JsonDocument.Parse((await Tool.Run("boards", "--generate", folder.PathOf("made"), "--json")).IsOk().Output);
        Assert.NotEmpty(files.RootElement.GetProperty("files").EnumerateArray());
    }

    [Fact]
    public async Task WrongPath() => await TrainFails(Path.Combine(folder.Root, "nowhere"), 1101);

    [Fact]
    public async Task FolderOfTextFiles()
    {
        for (int i = 0; i < 5; i++)
            folder.Write($"texts/good/note{i}.txt", "hello");
        await TrainFails(Path.Combine(folder.Root, "texts"), 1102);
    }

    [Fact]
    public async Task TextFilesThatAreNamedPictures()
    {
        for (int i = 0; i < 12; i++)
            folder.Write($"lies/train/good/part{i}.jpg", "hello");
        await TrainFails(Path.Combine(folder.Root, "lies"), 1104);
    }

    [Fact]
    public async Task OneGoodPicture()
    {
        string data = TinyDataset.WriteMvtec(Path.Combine(folder.Root, "one"), train: 1, test: 0, defects: 0);
        await TrainFails(data, 1105);
    }

    [Fact]
    public async Task OneUnreadablePictureAmongGoodOnes()
    {
        string data = TinyDataset.WriteMvtec(Path.Combine(folder.Root, "broken"));
        File.WriteAllBytes(Directory.GetFiles(Path.Combine(data, "train", "good"))[3], [0x89, 0x50, 0x4E, 0x47]);
        await TrainFails(data, 1104);
        Assert.Contains("--skip-unreadable", (await Tool.Run("train", data, "-o", output)).Error);
    }

    [Theory]
    [InlineData("--input", "97")]
    [InlineData("--input", "8")]
    [InlineData("--fpr", "0")]
    [InlineData("--fpr", "2")]
    [InlineData("--dims", "0")]
    [InlineData("--components", "-1")]
    public async Task OptionsOutOfRange(string option, string value) => await TrainFails(trained.Dataset, 1001, option, value);

    [Fact]
    public async Task GroupThatIsNoPattern() => await TrainFails(trained.Dataset, 1106, "--group", "(");

    [Fact]
    public async Task BackboneThatIsNotThere() => await TrainFails(trained.Dataset, 1101, "--backbone", Path.Combine(folder.Root, "no.safetensors"));

    [Fact]
    public async Task BackboneThatIsNone() => await TrainFails(trained.Dataset, 1201, "--backbone", folder.Write("text.safetensors", "hello"));

    [Fact]
    public async Task CutThatTheBackboneLacks() => await TrainFails(trained.Dataset, 1203, "--cut", "block_99");

    [Fact]
    public async Task OutputThatIsAFolder() => (await Tool.Run("train", trained.Dataset, "-o", folder.Root)).IsError(1401, folder.Root);

    [Fact]
    public async Task OutputBelowAFile() => (await Tool.Run("train", trained.Dataset, "-o", Path.Combine(output, "x.ead"))).IsError(1401);

    [Theory]
    [InlineData("verify")]
    [InlineData("inspect")]
    public async Task ModelThatIsNotThere(string verb) => (await Tool.Run(verb, Path.Combine(folder.Root, "no.ead"))).IsError(1101, "no.ead");

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(500)]
    [InlineData(-1)]
    public async Task TruncatedModel(int length)
    {
        byte[] file = File.ReadAllBytes(trained.Model);
        File.WriteAllBytes(output, file[..(length < 0 ? file.Length + length : length)]);
        await ModelIsRefused();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.001)]
    [InlineData(0.3)]
    [InlineData(0.7)]
    [InlineData(0.9999)]
    public async Task ModelWithOneFlippedBit(double place)
    {
        byte[] file = File.ReadAllBytes(trained.Model);
        file[(int)(place * file.Length)] ^= 0x10;
        File.WriteAllBytes(output, file);
        await ModelIsRefused();
    }

    [Fact]
    public async Task ModelThatIsAPicture()
    {
        File.Copy(Directory.GetFiles(Path.Combine(trained.Dataset, "train", "good"))[0], output, overwrite: true);
        await ModelIsRefused();
    }

    [Fact]
    public async Task EvalOfAMissingDataSet()
    {
        string json = folder.Write("old.json", "earlier result");
        (await Tool.Run("eval", trained.Model, Path.Combine(folder.Root, "nowhere"), "--json", json)).IsError(1101);
        Assert.Equal("earlier result", File.ReadAllText(json));
    }

    [Fact]
    public async Task EvalThresholdThatIsNoNumber() => (await Tool.Run("eval", trained.Model, trained.Dataset, "--threshold", "NaN")).IsError(1001);

    [Theory]
    [InlineData("--rate", "0")]
    [InlineData("--rate", "-5")]
    [InlineData("--rate", "NaN")]
    [InlineData("--parts", "0")]
    [InlineData("--latency", "-1")]
    public async Task SimulationOutOfRange(string option, string value) =>
        (await Tool.Run("simulate", trained.Model, trained.Dataset, option, value)).IsError(1001, option);

    [Fact]
    public async Task ScoreOfAFolderWithoutPictures()
    {
        string empty = Path.Combine(folder.Root, "none");
        Directory.CreateDirectory(empty);
        (await Tool.Run("score", trained.Model, empty)).IsError(1102);
    }

    [Fact]
    public async Task CancelledTrainingLeavesEarlierWork()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var error = new StringWriter();
        int code = await Cli.EdgeAdTool.InvokeAsync(["train", trained.Dataset, "-o", output], new StringWriter(), error, source.Token);
        Assert.Equal(130, code);
        Assert.Equal("earlier work", File.ReadAllText(output));
    }

    private async Task TrainFails(string data, int code, params string[] more)
    {
        ToolRun run = await Tool.Run(["train", data, "-o", output, .. more]);
        run.IsError(code);
        Assert.Equal("earlier work", File.ReadAllText(output));
        Assert.Empty(Directory.GetFiles(folder.Root, ".*.tmp"));
    }

    private async Task ModelIsRefused()
    {
        foreach (string verb in (string[])["verify", "inspect"])
        {
            ToolRun run = await Tool.Run(verb, output);
            Assert.Equal(13, run.Code);
            Assert.StartsWith("error E13", Assert.Single(run.ErrorLines));
            Assert.Equal("", run.Output);
        }
        Assert.Equal(13, (await Tool.Run("eval", output, trained.Dataset)).Code);
        Assert.Equal(13, (await Tool.Run("simulate", output, trained.Dataset)).Code);
    }
}
