using System.Text.Json.Nodes;
using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Tests.Boards;

/// <summary>One slip of the pen per case, made in a sound board file.</summary>
public class BoardCheckTests
{
    [Theory]
    [InlineData("signals.TRIG", "10", "TRIG is on GPIO10, which pins.free does not list")]
    [InlineData("signals.TRIG", "10", "GPIO10 is used twice: TRIG and the camera's xclk")]
    [InlineData("signals.OK", "4", "GPIO4 is used twice: READY and OK")]
    [InlineData("signals.REJECT", null, "REJECT has no pin")]
    [InlineData("signals.ENC_A", "3", "an encoder needs both")]
    [InlineData("signals.BEEP", "3", "there is no signal BEEP")]
    [InlineData("port.tx", "1", "GPIO1 is used twice: TRIG and the status port's TX")]
    [InlineData("pins.free", "[1, 2, 4, 5, 6, 7, 8, 9, 43, 44, 35]", "GPIO35, which octal PSRAM uses")]
    [InlineData("pins.free", "[1, 2, 4, 5, 6, 7, 8, 9, 43, 44, 27]", "GPIO27, which the flash uses")]
    [InlineData("pins.free", "[1, 2, 4, 5, 6, 7, 8, 9, 43, 44, 22]", "GPIO22, which an ESP32-S3 does not have")]
    [InlineData("pins.free", "[1, 2, 4, 5, 6, 7, 8, 9, 43, 44, 20]", "GPIO20, which is USB")]
    [InlineData("pins.free", "[1, 2, 4, 5, 6, 7, 8, 9, 43, 44, 13]", "lists GPIO13, which the camera uses")]
    [InlineData("camera.pins.pclk", "26", "the camera's pclk names GPIO26")]
    [InlineData("camera", null, "flash and camera are missing")]
    [InlineData("memory.psram", "\"none\"", "contradict each other")]
    [InlineData("memory.psram_reserve_bytes", "99999999", "more than there is")]
    [InlineData("memory.engine_bytes", "400000", "more internal SRAM")]
    [InlineData("flash.bytes", "4194304", "needs 8,388,608 bytes of flash")]
    public void SaysWhatIsWrong(string path, string? value, string expected)
    {
        JsonNode board = JsonNode.Parse(File.ReadAllText(BoardFolder.PathOf("boards", "xiao-esp32s3-sense.json")))!;
        string[] keys = path.Split('.');
        JsonNode parent = keys[..^1].Aggregate(board, (node, key) => node[key]!);
        if (value is null)
            parent.AsObject().Remove(keys[^1]);
        else
            parent[keys[^1]] = JsonNode.Parse(value);
        IReadOnlyList<BoardFinding> findings = BoardCheck.Check(BoardFile.Parse(board.ToJsonString(), "test", BoardCatalog.Layout));
        Assert.Contains(findings, f => f.Severity == FindingSeverity.Error && f.Text.Contains(expected));
        Assert.Equal(findings.OrderByDescending(f => f.Severity), findings);
    }

    [Fact]
    public void AStrappingPinIsWarnedAbout()
    {
        string text = File.ReadAllText(BoardFolder.PathOf("boards", "xiao-esp32s3-sense.json")).Replace("\"RUN\": 9", "\"RUN\": 3");
        Assert.Contains(BoardCheck.Check(BoardFile.Parse(text, "test", BoardCatalog.Layout)), f => f.Severity == FindingSeverity.Warning && f.Text.Contains("RUN is on GPIO3, a strapping pin"));
    }

    [Theory]
    [InlineData("0x1B0000", "0x1A0000", "partition deploy begins at 0x1A0000, before 0x1B0000")]
    [InlineData("0x798000", "0x7F8000", "behind the end of the flash")]
    [InlineData("\"model_state\"", "\"state\"", "has no partition model_state")]
    [InlineData("0x690000", "0x691000", "model_a must begin at a multiple of 0x10000")]
    public void PartitionsAreChecked(string old, string replacement, string expected)
    {
        string layout = File.ReadAllText(BoardFolder.PathOf("boards", "layouts", "8mb.json")).Replace(old, replacement);
        string board = File.ReadAllText(BoardFolder.PathOf("boards", "xiao-esp32s3-sense.json"));
        IReadOnlyList<BoardFinding> findings = BoardCheck.Check(BoardFile.Parse(board, "test", _ => BoardFile.ParseLayout(layout, "test")));
        Assert.Contains(findings, f => f.Severity == FindingSeverity.Error && f.Text.Contains(expected));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"name\": \"x\", \"surplus\": 1 }")]
    public void AFileThatIsNoBoardIsRefused(string text)
    {
        var e = Assert.Throws<EdgeAdException>(() => BoardFile.Parse(text, "my.json", BoardCatalog.Layout));
        Assert.Equal(ErrorCode.BoardInvalid, e.Code);
        Assert.Contains("my.json", e.Message);
    }

    [Fact]
    public void AnUnknownLayoutIsRefused()
    {
        string text = File.ReadAllText(BoardFolder.PathOf("boards", "esp32-s3-eye.json")).Replace("\"8mb\"", "\"3mb\"");
        Assert.Contains("3mb", Assert.Throws<EdgeAdException>(() => BoardFile.Parse(text, "x", BoardCatalog.Layout)).Message);
    }
}
