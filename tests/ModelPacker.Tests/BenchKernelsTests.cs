using System.Text.Json;
using System.Xml.Linq;
using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

/// <summary><c>edgead bench kernels</c>, and docs/performance.md against the figures that it is made from.</summary>
public sealed class BenchKernelsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task PageAndChartAreMadeAnewFromTheCommittedFigures()
    {
        string page = folder.PathOf("performance.md"), chart = folder.PathOf("performance.svg"), committed = Docs("performance.md");
        string text = File.ReadAllText(committed);
        File.WriteAllText(page, text[..text.IndexOf("end -->", StringComparison.Ordinal)].Split("begin -->")[0] + "begin -->\nold\n<!-- bench kernels: end -->" + text.Split("<!-- bench kernels: end -->")[1]);
        (await Tool.Run("bench", "kernels", "--from", Docs("performance.json"), "--markdown", page, "--chart", chart)).IsOk();
        Assert.Equal(text, File.ReadAllText(page));
        Assert.Equal(File.ReadAllText(Docs("images", "performance.svg")), File.ReadAllText(chart));
    }

    [Fact]
    public async Task ThisMachineIsMeasuredWithEveryTableItCanRun()
    {
        string json = folder.PathOf("k.json"), chart = folder.PathOf("k.svg");
        ToolRun run = (await Tool.Run("bench", "kernels", "--rounds", "3", "--no-peers", "--chart", chart, "--json", json)).IsOk();
        Assert.Contains("reference", run.Output);
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(json));
        foreach (string key in (string[])["tool", "commit", "machine", "model", "is_default", "model_bytes", "arena_bytes", "layer_names", "tables", "peers", "missing"])
            Assert.True(report.RootElement.TryGetProperty(key, out _), key);
        JsonElement tables = report.RootElement.GetProperty("tables"), plain = tables[tables.GetArrayLength() - 1];
        Assert.Equal("reference", plain.GetProperty("table").GetString());
        foreach (JsonElement table in tables.EnumerateArray())
        {
            Assert.Equal("host", table.GetProperty("target").GetString());
            Assert.Equal(report.RootElement.GetProperty("layer_names").GetArrayLength(), table.GetProperty("layers").GetArrayLength());
            Assert.Equal(5_416_704, table.GetProperty("macs").GetInt64());
            Assert.True(table.GetProperty("frame").GetDouble() > 0 && table.GetProperty("engine_bytes").GetInt64() > report.RootElement.GetProperty("arena_bytes").GetInt64());
            Assert.All(table.GetProperty("layers").EnumerateArray(), layer => Assert.True(layer.GetProperty("value").GetDouble() > 0));
        }

        XElement svg = XDocument.Load(chart).Root!;
        Assert.Equal(tables.GetArrayLength() + report.RootElement.GetProperty("peers").EnumerateArray().Count(p => p.GetProperty("target").GetString() == "host"),
            svg.Elements().Count(e => e.Name.LocalName == "rect") - 1);
    }

    [Fact]
    public async Task WhatIsNoReportIsRefused()
    {
        string file = folder.PathOf("x.json");
        File.WriteAllText(file, "{}");
        (await Tool.Run("bench", "kernels", "--from", file)).IsError(1101);
        (await Tool.Run("bench", "kernels", "--rounds", "0")).IsError(1001);
    }

    private static string Docs(params string[] parts) => Checkout.PathOf(["docs", .. parts]);
}
