using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>The usual help followed by the verb's examples.</summary>
internal sealed class ExampleHelpAction(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly string[] RootExamples =
    [
        "edgead demo",
        "edgead train photos -o model.ead",
        "edgead eval model.ead photos --html report.html",
    ];

    // Help must answer even where the rest of the command line is incomplete.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<string> examples = command is Verb verb ? verb.Examples : command is RootCommand ? RootExamples : [];
        if (examples.Count == 0)
            return ExitCode.Ok;
        TextWriter output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Ok;
    }
}
