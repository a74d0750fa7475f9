using System.Globalization;
using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Docs;

/// <summary>
/// docs/line-interface.md says what the code does. The diagrams come from simulated runs; after a change of the line's behaviour draw them
/// again with <c>EDGEAD_UPDATE_DOCS=1 dotnet run --project tests/EdgeAD.Core.Tests</c> and look at the difference.
/// </summary>
public sealed class LineInterfaceTests
{
    public static TheoryData<string> Files => [.. Diagrams.All.Select(diagram => diagram.File)];

    private static string Page => File.ReadAllText(Repository.PathOf("docs", "line-interface.md"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Timing_diagrams_regenerate_identically(string file)
    {
        string drawn = Diagrams.All.Single(diagram => diagram.File == file).Draw(TestContext.Current.CancellationToken);
        string path = Repository.PathOf("docs", "line", file);
        if (Environment.GetEnvironmentVariable("EDGEAD_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, drawn);
        }

        Assert.True(File.Exists(path), $"docs/line/{file} is missing; draw it with EDGEAD_UPDATE_DOCS=1.");
        Assert.Equal(drawn, File.ReadAllText(path).ReplaceLineEndings("\n"));
        Assert.Contains($"(line/{file})", Page);
    }

    [Fact]
    public void Every_parameter_is_listed_with_its_default()
    {
        string page = Page;
        var defaults = new LineSettings();
        foreach (var field in typeof(LineSettings).GetFields())
        {
            object value = field.GetValue(defaults)!;
            string text = value is long time ? time.ToString(CultureInfo.InvariantCulture) + " µs" : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            Assert.Contains($"| `{field.Name}` | {text} |", page);
        }
    }

    [Fact]
    public void Every_fault_and_every_signal_is_listed()
    {
        string page = Page;
        Assert.All(Enum.GetNames<Fault>().Where(name => name != "None"), name => Assert.Contains($"| `{name}` |", page));
        Assert.All(SignalNames.All.Where(name => name != SignalNames.Exposure), name => Assert.Contains($"| {name} |", page));
    }

    [Fact]
    public void The_example_runs()
    {
        var parts = SimulatedLine.Arrivals(100, partsPerMinute: 600, i => new SimulatedPart(0, IsGood: i % 10 != 0, Score: i % 10 == 0 ? 9 : 1));
        var report = SimulatedLine.Run(
            new LineOptions(), parts, SimulatedLine.ByScore(threshold: 5, latencyMicroseconds: 30_000), TestContext.Current.CancellationToken);
        string svg = TimelineSvg.Draw(report.Edges, new TimelineOptions { Title = "My line", From = 0, To = 500_000 });

        Assert.Equal((0, 0, 0), (report.Escapes, report.FalseRejects, report.PassedInSilence));
        Assert.Equal(10, report.Statistics.Ng);
        Assert.Contains("My line", svg);
    }

    [Fact]
    public void Every_fault_has_words_of_its_own()
    {
        var texts = Enum.GetValues<Fault>().Select(FaultText.Of).ToList();

        Assert.Equal(texts.Count, texts.Distinct().Count());
        Assert.DoesNotContain("several faults", texts);
        Assert.Equal("several faults", FaultText.Of(Fault.Camera | Fault.Offline));
    }
}
