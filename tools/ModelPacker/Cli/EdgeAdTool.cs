using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EdgeAD.ModelPacker.Verbs;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>The command <c>edgead</c>: all verbs, and one way of running them for the terminal and for tests.</summary>
public static class EdgeAdTool
{
    /// <summary>Parses and runs a command line.</summary>
    /// <param name="args">Arguments without the program's name.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress, hints and errors go.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation = default)
    {
        ParseResult parsed = Build().Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
        {
            string name = parsed.CommandResult.Command is RootCommand ? "edgead" : $"edgead {Verb.PathOf(parsed.CommandResult.Command)}";
            error.WriteLine($"error: {ErrorLine.Flat(SyntaxText.Of(parsed))} Run '{name} --help' to see what it takes.");
            return ExitCode.Syntax;
        }

        var configuration = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        };
        return await parsed.InvokeAsync(configuration, cancellation);
    }

    /// <summary>The command tree.</summary>
    public static RootCommand Build()
    {
        var root = new RootCommand("EdgeAD learns from pictures of good parts and finds the bad ones, on a PC and on a camera at the conveyor.")
        {
            DemoVerb.Build(),
            TrainVerb.Build(),
            SearchVerb.Build(),
            EvalVerb.Build(),
            CompareVerb.Build(),
            ScoreVerb.Build(),
            VerifyVerb.Build(),
            InspectVerb.Build(),
            SimulateVerb.Build(),
            DeviceVerbs.Build(),
            BoardsVerb.Build(),
            KeysVerb.Build(),
            SignVerb.Build(),
            FlashVerb.Build(),
            DatasetVerbs.Build(),
            BackboneVerbs.Build(),
            ExperimentVerbs.Build(),
            BenchVerb.Build(),
            VersionVerb.Build(),
        };
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help } helpOption)
                helpOption.Action = new ExampleHelpAction(help);
        }
        return root;
    }
}
