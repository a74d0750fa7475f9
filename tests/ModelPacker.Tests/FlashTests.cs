using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>edgead flash against programs that only write down how they were called.</summary>
public sealed class FlashTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private const string S3 = "Chip is ESP32-S3 (QFN56) (revision v0.2)\nFeatures: WiFi, BLE, Embedded PSRAM 8MB (AP_3v3)\nDetected flash size: 8MB";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ADryRunPrintsTheCommands()
    {
        ToolRun run = (await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1", "--model", trained.Model, "--dry-run")).IsOk();
        Assert.Contains("esptool.py --chip esp32s3 --port P1 flash_id", run.Output);
        Assert.Contains($"esptool.py --chip esp32s3 --port P1 write_flash 0x690000 {trained.Model} 0x790000 model-state.bin", run.Output);
    }

    [Fact]
    public async Task EverythingIsWrittenInOrderAndTheTableIsTheBoards()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("the stand-ins are shell scripts");
        string log = folder.PathOf("log");
        string esptool = Script("esptool", S3, log, $"for a in \"$@\"; do case $a in *partition-table.bin) cp \"$a\" {folder.PathOf("table")};; esac; done");
        string nanoff = Script("nanoff", "done", log);
        File.WriteAllBytes(folder.PathOf("fw", "bootloader.bin"), new byte[100]);
        File.WriteAllBytes(folder.PathOf("fw", "nanoCLR.bin"), new byte[100]);
        File.WriteAllBytes(folder.PathOf("app.bin"), new byte[100]);
        (await Tool.Run("flash", "--board", "freenove-esp32s3-cam", "--port", "P1", "--model", trained.Model, "--firmware", folder.PathOf("fw"), "--app", folder.PathOf("app.bin"),
            "--esptool", esptool, "--nanoff", nanoff)).IsOk();
        string[] calls = File.ReadAllLines(log);
        Assert.Equal(3, calls.Length);
        Assert.EndsWith("flash_id", calls[0]);
        Assert.Matches("write_flash 0x0 .*bootloader.bin 0x8000 .*partition-table.bin 0x10000 .*nanoCLR.bin 0x690000 .*ead 0x790000 .*model-state.bin$", calls[1]);
        Assert.Matches("nanoff --nanodevice --deploy --serialport P1 --image .*app.bin$", calls[2]);
        byte[] table = File.ReadAllBytes(folder.PathOf("table"));
        Assert.Equal((0xC00, 0xAA, 0x50), (table.Length, table[0], table[1]));
    }

    /// <summary>The bytes that tests/firmware/store_test.c expects.</summary>
    [Fact]
    public void TheFirstRecordIsTheOneThatTheFirmwareReads() =>
        Assert.Equal("454144530100000000FF0000070000000C15000000000000000000005F25EC19", Convert.ToHexString(EdgeAD.Vision.Flashing.ModelState.Record(5388, 7)));

    [Theory]
    [InlineData("Chip is ESP32-D0WDQ6 (revision v1.0)\nDetected flash size: 4MB", "it has an ESP32")]
    [InlineData("Chip type:          ESP32-C3 (QFN32) (revision v0.4)\nDetected flash size: 8MB", "it has an ESP32-C3")]
    [InlineData("Chip is ESP32-S3 (QFN56)\nDetected flash size: 4MB", "4 MB of flash")]
    [InlineData("Chip type:          ESP32-S3 (QFN56)\nFeatures: Embedded PSRAM 2MB (AP_3v3)\nDetected flash size: 8MB", "is quad")]
    [InlineData("garbage", "unknown chip")]
    public async Task AnotherBoardIsRefusedBeforeAnythingIsWritten(string says, string why)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("the stand-ins are shell scripts");
        string log = folder.PathOf("log");
        ToolRun run = await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1", "--model", trained.Model, "--esptool", Script("esptool", says, log));
        run.IsError(1512, why);
        Assert.Single(File.ReadAllLines(log));
    }

    [Fact]
    public async Task AMissingProgramSaysHowToInstallIt() =>
        (await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1", "--model", trained.Model, "--esptool", folder.PathOf("esptool-nowhere"))).IsError(1403, "pip install esptool");

    [Fact]
    public async Task AFailingProgramIsQuoted()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("the stand-ins are shell scripts");
        string esptool = Script("esptool", "A fatal error occurred: Could not open P1", folder.PathOf("log"), "exit 2");
        (await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1", "--model", trained.Model, "--esptool", esptool)).IsError(1513, "Could not open P1");
    }

    [Fact]
    public async Task WhatDoesNotFitIsRefused()
    {
        File.WriteAllBytes(folder.PathOf("bootloader.bin"), new byte[10]);
        File.WriteAllBytes(folder.PathOf("nanoCLR.bin"), new byte[0x1A0001]);
        (await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1", "--firmware", folder.Root, "--dry-run")).IsError(1512, "1,703,937 bytes");
    }

    [Theory]
    [InlineData("host", 1512)]
    [InlineData("esp32-cam", 1510)]
    public async Task OnlyKnownCameraBoardsAreFlashed(string board, int code) =>
        (await Tool.Run("flash", "--board", board, "--port", "P1", "--model", trained.Model, "--dry-run")).IsError(code);

    [Fact]
    public async Task NothingToWriteIsAnError() => (await Tool.Run("flash", "--board", "xiao-esp32s3-sense", "--port", "P1")).IsError(1001);

    private string Script(string name, string says, string log, string more = "")
    {
        string path = folder.PathOf(name);
        File.WriteAllText(path, $"#!/bin/sh\necho \"{name} $*\" >>{log}\ncat <<'END'\n{says}\nEND\n{more}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
