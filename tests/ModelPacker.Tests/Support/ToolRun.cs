namespace EdgeAD.ModelPacker.Tests.Support;

/// <summary>What a run of the tool left behind.</summary>
public sealed record ToolRun(int Code, string Output, string Error)
{
    /// <summary>The lines that report errors.</summary>
    public string[] ErrorLines => [.. Error.Split('\n').Where(l => l.StartsWith("error", StringComparison.Ordinal)).Select(l => l.TrimEnd('\r'))];

    /// <summary>Asserts one line <c>error E1102: ...</c> with a hint, the group's exit code, and nothing on standard output.</summary>
    public void IsError(int code, string? containing = null)
    {
        string line = Assert.Single(ErrorLines);
        Assert.StartsWith($"error E{code}: ", line);
        Assert.Equal(code / 100, Code);
        Assert.Equal("", Output);
        Assert.DoesNotContain("   at ", Error);
        Assert.True(line.Count(c => c is '.' or '?' or '!') >= 2, $"no hint in: {line}");
        if (containing is not null)
            Assert.Contains(containing, line);
    }

    /// <summary>Asserts success.</summary>
    public ToolRun IsOk()
    {
        Assert.True(Code == 0, $"exit code {Code}\n{Error}\n{Output}");
        return this;
    }
}
