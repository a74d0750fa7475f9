using EdgeAD.Vision.Boards;
using NJsonSchema;

namespace EdgeAD.Vision.Tests.Boards;

public class BoardCatalogTests
{
    public static TheoryData<string> Names => [.. BoardCatalog.All.Select(b => b.Name)];

    public static TheoryData<string> Files => [.. Directory.GetFiles(BoardFolder.PathOf("boards"), "*.json").Where(f => !f.EndsWith(".schema.json", StringComparison.Ordinal)).Select(f => Path.GetFileName(f))];

    [Fact]
    public void TheBoardsOfTheContractAreThere()
    {
        string[] must = ["xiao-esp32s3-sense", "esp32-s3-eye", "freenove-esp32s3-cam", "m5stack-cores3", "lilygo-t-cameras3", "ai-thinker-s3-clone", "host"];
        Assert.Equal(must.Order(), BoardCatalog.All.Select(b => b.Name).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HasNoErrors(string name) =>
        Assert.DoesNotContain(BoardCheck.Check(BoardCatalog.Find(name)), f => f.Severity == FindingSeverity.Error);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task EveryFileFollowsTheSchemaAndIsNamedAfterItsBoard(string file)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(BoardFolder.PathOf("boards", "board.schema.json"));
        string text = File.ReadAllText(BoardFolder.PathOf("boards", file));
        Assert.Empty(schema.Validate(text));
        Assert.Equal(file, BoardFile.Read(BoardFolder.PathOf("boards", file)).Name + ".json");
    }

    [Theory]
    [InlineData("8mb")]
    [InlineData("16mb")]
    public async Task LayoutsFollowTheirSchema(string name)
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(BoardFolder.PathOf("boards", "layout.schema.json"));
        Assert.Empty(schema.Validate(File.ReadAllText(BoardFolder.PathOf("boards", "layouts", name + ".json"))));
        Assert.Equal(name, BoardCatalog.Layout(name)!.Name);
    }

    /// <summary>nanoFramework's own partitions stay where nanoFramework puts them, so that nanoff finds the deploy area.</summary>
    [Theory]
    [InlineData("8mb", 0x690000, 0x710000)]
    [InlineData("16mb", 0x790000, 0x810000)]
    public void ModelSlotsLieBehindNanoFrameworksPartitions(string name, long a, long b)
    {
        FlashLayout layout = BoardCatalog.Layout(name)!;
        Assert.Equal(0x10000, layout.Find("factory")!.Start);
        Assert.Equal(0x1B0000, layout.Find("deploy")!.Start);
        Assert.Equal((a, 524288L), (layout.Find("model_a")!.Start, layout.Find("model_a")!.Bytes));
        Assert.Equal((b, 524288L), (layout.Find("model_b")!.Start, layout.Find("model_b")!.Bytes));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SaysWhichSignalsHaveNoPin(string name)
    {
        Board board = BoardCatalog.Find(name);
        string[] absent = [.. LineSignal.All.Where(s => board.PinOf(s) is null).Select(s => s.Name)];
        string text = string.Join('\n', BoardCheck.Check(board).Select(f => f.Text));
        if (absent.Length > 0)
            Assert.Contains($"no pins for {string.Join(", ", absent)}", text);
        else
            Assert.DoesNotContain("no pins for", text);
    }

    [Fact]
    public void ABoardWithoutReadyAndErrIsWarnedAbout() =>
        Assert.Contains(BoardCheck.Check(BoardCatalog.Find("lilygo-t-cameras3")), f => f.Severity == FindingSeverity.Warning && f.Text.Contains("READY nor ERR"));

    [Fact]
    public void SharedPinsAreNamed() =>
        Assert.Contains(BoardCheck.Check(BoardCatalog.Find("xiao-esp32s3-sense")), f => f.Text == "OK shares GPIO8 with: microSD data out");

    [Fact]
    public void AnUnknownBoardNamesTheOthers()
    {
        var e = Assert.Throws<EdgeAdException>(() => BoardCatalog.Find("esp32-cam"));
        Assert.Equal(ErrorCode.BoardUnknown, e.Code);
        Assert.Contains("esp32-s3-eye", e.Hint);
    }
}
