using EdgeAD.Vision.Cost;

namespace EdgeAD.Vision.Tests.Cost;

/// <summary>The counts that come with the tool.</summary>
public sealed class TargetCountsTests
{
    public static TheoryData<string> Targets => [.. TargetCounts.All];

    [Fact]
    public void Boards_processors_are_counted() => Assert.Contains("esp32s3", TargetCounts.All);

    [Theory]
    [MemberData(nameof(Targets))]
    public void Models_are_told_from_others_within_a_sixth(string target)
    {
        TargetCounts counts = TargetCounts.Find(target)!;
        CostErrors errors = CostErrors.Of(counts);
        Assert.Equal(target, errors.Target);
        Assert.True(errors.Models >= 20, $"{errors.Models} models");
        Assert.InRange(errors.Largest, 0, 0.16);
        Assert.InRange(errors.Median, 0, 0.05);
        Assert.InRange(errors.MemoryLargest, 0, 0.1);
        Assert.Contains($"| {target} |", CostErrors.Markdown([errors]));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_file_is_written_as_it_was_read(string target)
    {
        TargetCounts counts = TargetCounts.Find(target)!;
        string file = File.ReadAllText(Boards.BoardFolder.PathOf("tools", "EdgeAD.Vision", "Cost", "targets", target + ".json"));
        Assert.Equal(file.ReplaceLineEndings("\n"), counts.ToJson());
        foreach (int channels in (int[])[1, 3])
            Assert.Equal(Enumerable.Range(4, 61).Select(i => 8 * i), counts.Conversions.Where(c => c.Channels == channels).Select(c => c.Side)); // every size that train accepts
    }

    [Fact]
    public void What_was_never_counted_is_not_found() => Assert.Null(TargetCounts.Find("z80"));
}
