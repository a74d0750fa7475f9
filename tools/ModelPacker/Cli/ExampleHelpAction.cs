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
        Command command = parseResult.CommandResult.Command;
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        var text = new StringWriter { NewLine = output.NewLine };
        configuration.Output = text;
        try
        {
            help.Invoke(parseResult);
        }
        finally
        {
            configuration.Output = output;
        }
        output.Write(MarkOptional(text.ToString(), command));
        IReadOnlyList<string> examples = command is Verb verb ? verb.Examples : command is RootCommand ? RootExamples : [];
        if (examples.Count == 0)
            return ExitCode.Ok;
        output.WriteLine(examples.Count == 1 ? "Example:" : "Examples:");
        foreach (string example in examples)
            output.WriteLine($"  {example}");
        output.WriteLine();
        return ExitCode.Ok;
    }

    // The list of commands shows every argument as <NAME>; one that may be left out becomes [NAME], which is as wide.
    private static string MarkOptional(string text, Command command)
    {
        string[] lines = text.Split('\n');
        foreach (Command listed in command.Subcommands)
        {
            int at = Array.FindIndex(lines, l => l.StartsWith($"  {listed.Name} ", StringComparison.Ordinal));
            foreach (Argument argument in listed.Arguments.Where(a => at >= 0 && a.Arity.MinimumNumberOfValues == 0))
                lines[at] = lines[at].Replace($"<{argument.Name}>", $"[{argument.Name}]", StringComparison.Ordinal);
        }
        return string.Join('\n', lines);
    }
}
