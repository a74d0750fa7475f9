using System.CommandLine;
using System.Text.RegularExpressions;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Tests;

/// <summary>docs/errors.md and docs/cli.md against the code.</summary>
public partial class DocumentationTests
{
    [Fact]
    public void ErrorsAreListedOnceEach()
    {
        string[] listed = [.. Row().Matches(Read("errors.md")).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}")];
        string[] codes = [.. Enum.GetValues<ErrorCode>().Select(c => $"{(int)c} {c}").Order(StringComparer.Ordinal)];
        Assert.Equal(codes, listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryVerbAndOptionIsDocumented()
    {
        string text = Read("cli.md");
        foreach (Command verb in EdgeAdTool.Build().Subcommands)
        {
            int start = text.IndexOf($"\n## {verb.Name}", StringComparison.Ordinal);
            Assert.True(start >= 0, $"docs/cli.md has no section '## {verb.Name}'");
            int end = text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
            string section = text[start..(end < 0 ? text.Length : end)];
            foreach (Option option in verb.Options.Concat(verb.Subcommands.SelectMany(s => s.Options)).Where(o => o.Name != "--help"))
                Assert.True(section.Contains(option.Name, StringComparison.Ordinal), $"docs/cli.md, section {verb.Name}, lacks {option.Name}");
            foreach (Command sub in verb.Subcommands)
                Assert.Contains($"{verb.Name} {sub.Name}", section);
        }
    }

    [Fact]
    public void ExitCodesAreDocumented()
    {
        string text = Read("cli.md");
        foreach (int code in Enum.GetValues<ErrorCode>().Select(ExitCode.Of).Concat([0, ExitCode.Negative, ExitCode.Syntax, ExitCode.Internal, ExitCode.Cancelled]).Distinct())
            Assert.Contains($"| {code} |", text);
    }

    private static string Read(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "docs", name);
            if (File.Exists(path))
                return File.ReadAllText(path).ReplaceLineEndings("\n");
        }
        throw new FileNotFoundException(name);
    }

    [GeneratedRegex(@"^\| E(\d{4}) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
