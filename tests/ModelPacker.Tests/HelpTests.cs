using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Tests.Support;

namespace EdgeAD.ModelPacker.Tests;

public class HelpTests
{
    public static TheoryData<string> Verbs => [.. Leaves(EdgeAdTool.Build(), "")];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task EveryVerbShowsAnExampleOfItself(string verb)
    {
        ToolRun run = await Tool.Run([.. verb.Split(' '), "--help"]);
        run.IsOk();
        string examples = run.Output[run.Output.LastIndexOf("Example", StringComparison.Ordinal)..];
        Assert.Contains($"edgead {verb}", examples);
        Assert.Equal("", run.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task EveryExampleIsUnderstood(string verb)
    {
        Command command = verb.Split(' ').Aggregate((Command)EdgeAdTool.Build(), (c, word) => c.Subcommands.Single(s => s.Name == word));
        foreach (string example in ((Verb)command).Examples)
        {
            ParseResult parsed = EdgeAdTool.Build().Parse(example["edgead ".Length..]);
            Assert.True(parsed.Errors.Count == 0, $"{example}: {string.Join(' ', parsed.Errors.Select(e => e.Message))}");
        }
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("device")]
    [InlineData("dataset")]
    [InlineData("experiments")]
    [InlineData("backbone")]
    [InlineData("bench")]
    public async Task AGroupShowsAnExampleToo(string group)
    {
        string help = (await Tool.Run(group, "--help")).IsOk().Output;
        Assert.Contains($"\n  edgead {group} ", help[help.LastIndexOf("Example", StringComparison.Ordinal)..]);
        await EveryExampleIsUnderstood(group);
    }

    [Fact]
    public async Task TheOverviewShowsWhatMayBeLeftOut()
    {
        string help = (await Tool.Run("--help")).IsOk().Output;
        foreach (string line in (string[])["simulate [MODEL] [DATASET]", "boards [NAME]", "keys [KEY]", "eval <MODEL> <DATASET>"])
            Assert.Contains($"\n  {line} ", help);
        Assert.Contains("threshold [VALUE] ", (await Tool.Run("device", "--help")).IsOk().Output);
    }

    [Fact]
    public async Task DefaultsAreShownAsTheyAreTyped()
    {
        string help = (await Tool.Run("search", "--help")).IsOk().Output;
        string shown = help.Split("--budget")[1].Split("[default: ")[1].Split(']')[0];
        Assert.Empty(EdgeAdTool.Build().Parse($"search photos -o m.ead --budget {shown}").Errors);
    }

    [Theory]
    [InlineData("train X -o x.ead --bord y", "'--bord'", "did you mean --board?")]
    [InlineData("train --bord y X -o x.ead", "'--bord'", "did you mean --board?")]
    [InlineData("trian X -o x.ead", "'trian'", "did you mean train?")]
    [InlineData("experiments lst", "'lst'", "did you mean list?")]
    [InlineData("verify model.ead surplus", "'surplus'", "is unknown here.")]
    [InlineData("train photos -o m.ead --input abc", "'abc'", "as a whole number.")]
    [InlineData("train photos -o m.ead --fpr abc", "'abc'", "as a number.")]
    [InlineData("eval m.ead photos --threshold abc", "'abc'", "as a number.")]
    public async Task TheFirstUnknownWordIsNamed(string line, string word, string says)
    {
        ToolRun run = await Tool.Run(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Contains(word, run.Error);
        Assert.Contains(says, run.Error);
    }

    [Fact]
    public async Task TheContractsVerbsAreThere()
    {
        string help = (await Tool.Run("--help")).IsOk().Output;
        foreach (string verb in (string[])["demo", "train", "eval", "score", "verify", "inspect", "simulate", "dataset", "version"])
            Assert.Contains($"\n  {verb}", help);
        Assert.Equal(help, (await Tool.Run()).IsOk().Output);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("train photos")]
    [InlineData("train photos -o m.ead --input many")]
    [InlineData("train photos -o m.ead --density sideways")]
    [InlineData("score model.ead")]
    [InlineData("verify model.ead surplus")]
    [InlineData("verify model.ead --bogus")]
    [InlineData("eval photos --json model.ead")]
    public async Task WhatIsNotUnderstoodIsOneLineAndExitCodeTwo(string line)
    {
        ToolRun run = await Tool.Run(line.Split(' '));
        Assert.Equal(2, run.Code);
        Assert.Equal("", run.Output);
        Assert.StartsWith("error: ", Assert.Single(run.Error.TrimEnd().Split('\n')));
        Assert.Contains("--help", run.Error);
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(c => Leaves(c, path.Length == 0 ? c.Name : $"{path} {c.Name}"));
}
