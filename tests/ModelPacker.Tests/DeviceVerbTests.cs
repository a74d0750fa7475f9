using System.Text;
using System.Text.Json;
using EdgeAD.ModelPacker.Device;
using EdgeAD.ModelPacker.Tests.Support;
using EdgeAD.Vision;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.ModelPacker.Tests;

/// <summary><c>edgead device</c> with a simulated camera.</summary>
public sealed class DeviceVerbTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task StatusIsATableOrJson()
    {
        Assert.Contains("queue_high_water", (await Tool.Run("device", "status", "--port", "sim")).IsOk().Output);
        using JsonDocument json = JsonDocument.Parse((await Tool.Run("device", "status", "--port", "sim", "--json")).IsOk().Output);
        Assert.Equal(1, json.RootElement.GetProperty("online").GetInt32());
        Assert.Equal(5, json.RootElement.GetProperty("threshold").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("drift").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("utc_ms").ValueKind);
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("settings").ValueKind);
    }

    [Fact]
    public async Task ThresholdIsSetAndShown() => Assert.Contains("5.2500", (await Tool.Run("device", "threshold", "5.25", "--port", "sim")).IsOk().Output);

    [Fact]
    public async Task TeachBegins() => Assert.Contains("0 of 200", (await Tool.Run("device", "teach", "200", "--fpr", "0.001", "--port", "sim")).IsOk().Output);

    [Fact]
    public async Task EventsAreATable() => Assert.Equal(7, (await Tool.Run("device", "events", "--count", "5", "--port", "sim")).IsOk().Output.Trim().Split('\n').Length);

    [Fact]
    public async Task SnapshotIsAPicture()
    {
        string file = folder.PathOf("aim.png");
        (await Tool.Run("device", "snapshot", "-o", file, "--port", "sim")).IsOk();
        Picture picture = PictureLoader.Load(file);
        Assert.Equal((96, 96, 60), (picture.Width, picture.Height, (int)picture.Rgb[0]));
    }

    /// <summary>Answers without a line are answers: nothing differs from the defaults, and a change that was kept.</summary>
    [Theory]
    [InlineData("every setting has its default")]
    [InlineData("counts from the next start on: edgead device restart --port sim", "TriggerDelay", "30000")]
    public async Task SettingsWithNothingToListSaySo(string says, params string[] change)
    {
        ToolRun run = (await Tool.Run(["device", "settings", .. change, "--port", "sim"])).IsOk();
        Assert.Contains(says, run.Error);
    }

    [Fact]
    public async Task AModelIsWrittenWhileTheBeltStandsStill()
    {
        Assert.Contains("on trial from the next start on", (await Tool.Run("device", "update", trained.Model, "--port", "sim:idle")).IsOk().Output);
        (await Tool.Run("device", "update", trained.Model, "--port", "sim")).IsError(1521, "parts are on their way");
        (await Tool.Run("device", "update", folder.PathOf("none.ead"), "--port", "sim:idle")).IsError(1101, "none.ead");
    }

    [Fact]
    public async Task WhatIsNoModelIsRefusedBeforeItIsSent() =>
        (await Tool.Run("device", "update", folder.Write("key.pem", "no model"), "--port", "sim:idle")).IsError(1301, "key.pem");

    [Fact]
    public async Task ARestartIsAnswered() => Assert.Contains("starts anew", (await Tool.Run("device", "restart", "--port", "sim:idle")).IsOk().Error);

    [Fact]
    public async Task ARefusalIsAnError() => (await Tool.Run("device", "settings", "Nothing", "3", "--port", "sim")).IsError(1521, "There is no setting of this name");

    [Fact]
    public async Task APortThatIsNotThereIsAnError() => (await Tool.Run("device", "status", "--port", "no-such-port")).IsError(1520, "no-such-port");

    [Fact]
    public void APortThatVanishesIsAnErrorWithAWord()
    {
        var closed = new MemoryStream();
        using var link = new DeviceLink(closed, "COM9");
        closed.Dispose();
        EdgeAdException error = Assert.Throws<EdgeAdException>(() => link.Ask("status", TestContext.Current.CancellationToken).ToArray());
        Assert.Equal(ErrorCode.DevicePort, error.Code);
        Assert.Contains("COM9", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASnapshotThatLostALineIsRefused()
    {
        var snapshot = new Snapshot();
        snapshot.Add("frame 2 2 1 4 7");
        snapshot.Add("data " + Convert.ToBase64String("abc"u8));
        snapshot.Add("crc 00000000");
        Assert.Equal(ErrorCode.DevicePort, Assert.Throws<EdgeAdException>(snapshot.ToPicture).Code);
    }

    [Theory]
    [InlineData(0, new byte[] { 10, 20, 30 }, "10 20 30")]
    [InlineData(1, new byte[] { 77 }, "77 77 77")]
    [InlineData(2, new byte[] { 0xF8, 0x00 }, "252 2 4")]
    [InlineData(3, new byte[] { 0x00, 0xF8 }, "252 2 4")]
    [InlineData(3, new byte[] { 0xE0, 0x07 }, "4 254 4")]
    [InlineData(4, new byte[] { 76, 85, 76, 255 }, "254 0 0", 2)]
    public void EveryPixelFormatBecomesColours(int format, byte[] content, string first, int width = 1)
    {
        var sum = new Core.Checksum();
        sum.Add(content, content.Length);
        var snapshot = new Snapshot();
        snapshot.Add($"frame {width} 1 {format} {content.Length} 1");
        snapshot.Add("data " + Convert.ToBase64String(content));
        snapshot.Add($"crc {sum.Value:x8}");
        Assert.Equal(first, string.Join(' ', snapshot.ToPicture().Rgb.Take(3)));
    }

    [Fact]
    public void TheLinkSkipsNothingAndStopsAtTheEnd()
    {
        using var link = new DeviceLink(new Canned("a 1\r\nb 2\nok\nlate\n"), "canned");
        Assert.Equal(["a 1", "b 2"], link.Ask("status", TestContext.Current.CancellationToken));
    }

    /// <summary>An answer that is there already.</summary>
    private sealed class Canned(string answer) : OneWayStream
    {
        private readonly byte[] bytes = Encoding.ASCII.GetBytes(answer);
        private int taken;

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(3, bytes.Length - taken);
            bytes.AsSpan(taken, count).CopyTo(buffer);
            taken += count;
            return count;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
        }
    }
}
