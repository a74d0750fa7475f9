using System.CommandLine;
using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>One verb of the tool, with examples in its help and one way of failing.</summary>
/// <remarks>
/// <code>
/// var folder = Arguments.Dataset();
/// var verb = new Verb("info", "Says what a data set holds.", "edgead dataset info photos") { folder };
/// verb.Run(run =&gt; { run.Say("..."); return ExitCode.Ok; });
/// return verb;
/// </code>
/// A verb that only groups others has no <c>Run</c>; its subcommands are added like options.
/// </remarks>
public sealed class Verb : Command
{
    /// <param name="name">Word on the command line.</param>
    /// <param name="description">One or two sentences for the help.</param>
    /// <param name="examples">Complete command lines, the commonest first; at least one for a verb that does something.</param>
    public Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Complete command lines shown at the end of the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Sets what the verb does. The body runs on a worker thread; errors become one line and an exit code.</summary>
    /// <param name="body">Gets options, output and progress from its argument and returns an exit code.</param>
    public void Run(Func<VerbRun, int> body)
    {
        SetAction((parsed, cancellation) => Task.Run(() => RunGuarded(body, parsed, cancellation), CancellationToken.None));
    }

    /// <summary>The words after <c>edgead</c> that lead to a command, e.g. <c>dataset info</c>.</summary>
    internal static string PathOf(Command command)
    {
        string path = command.Name;
        while (command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand)
        {
            path = $"{parent.Name} {path}";
            command = parent;
        }
        return path;
    }

    private static int RunGuarded(Func<VerbRun, int> body, ParseResult parsed, CancellationToken cancellation)
    {
        TextWriter error = parsed.InvocationConfiguration.Error;
        try
        {
            return body(new VerbRun(parsed, cancellation));
        }
        catch (EdgeAdException e)
        {
            error.WriteLine(ErrorLine.Of(e));
            WriteTrace(error, e);
            return ExitCode.Of(e.Code);
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("cancelled; nothing was overwritten.");
            return ExitCode.Cancelled;
        }
        catch (Exception e)
        {
            error.WriteLine($"error: internal fault, {e.GetType().Name}: {ErrorLine.Flat(e.Message)} Please report it with the trace that EDGEAD_TRACE=1 prints.");
            WriteTrace(error, e);
            return ExitCode.Internal;
        }
    }

    private static void WriteTrace(TextWriter error, Exception exception)
    {
        if (Environment.GetEnvironmentVariable("EDGEAD_TRACE") is "1")
            error.WriteLine(exception);
    }
}
