using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>One run of a verb: its options, where it writes, and its progress.</summary>
/// <remarks>Results go to standard output; progress, warnings and the next command go to standard error, so that output can be piped.</remarks>
public sealed class VerbRun
{
    private readonly ParseResult parsed;
    private readonly TextWriter output;
    private readonly TextWriter error;
    private bool outputIsJson;

    internal VerbRun(ParseResult parsed, CancellationToken cancellation)
    {
        this.parsed = parsed;
        output = parsed.InvocationConfiguration.Output;
        error = parsed.InvocationConfiguration.Error;
        Cancellation = cancellation;
        foreach (OptionResult option in parsed.CommandResult.Children.OfType<OptionResult>())
        {
            if (option.Option.Name == Options.JsonName && !option.Implicit)
            {
                string? file = option.Option is Option<string?> named ? parsed.GetValue(named) : null;
                OutputPath.Require(file);
                outputIsJson |= file is null;
            }
        }
    }

    /// <summary>Signalled by Ctrl-C.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Value of an option: as given, or its default.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>Value of an argument; null for an optional one that was left out.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>True when the option stands on the command line.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Those of the options that stand on the command line, to repeat them in another one, each with a space in front.</summary>
    public string Words(params ReadOnlySpan<Option> options)
    {
        var words = new System.Text.StringBuilder();
        foreach (Option option in options)
        {
            if (Has(option))
                words.AppendJoin(' ', ["", option.Name, .. parsed.GetResult(option)!.Tokens.Select(t => Shell.Quote(t.Value))]);
        }
        return words.ToString();
    }

    /// <summary>Writes a line of the result to standard output, unless JSON was asked for there.</summary>
    public void Say(string line = "")
    {
        if (!outputIsJson)
            output.WriteLine(line);
    }

    /// <summary>Writes a table of the result.</summary>
    public void Say(TextTable table)
    {
        foreach (string line in table.Lines())
            Say(line);
    }

    /// <summary>Writes a remark to standard error.</summary>
    public void Note(string line) => error.WriteLine(line);

    /// <summary>Writes <c>warning: ...</c> to standard error.</summary>
    public void Warn(string text) => error.WriteLine($"warning: {ErrorLine.Flat(text)}");

    /// <summary>Warns of every picture that was left out because it cannot be read.</summary>
    public void WarnLeftOut(IReadOnlyList<UnreadablePicture> pictures)
    {
        foreach (UnreadablePicture picture in pictures)
            Warn($"left out {picture.Picture}: {picture.Reason}");
    }

    /// <summary>Names the next useful command, last thing on standard error.</summary>
    public void Next(string command) => error.WriteLine($"next: {command}");

    /// <summary>Runs long work with progress on standard error: bars on a terminal, sparse lines elsewhere.</summary>
    public T Work<T>(Func<IProgress<WorkProgress>, CancellationToken, T> work) => ProgressDisplay.Run(error, progress => work(progress, Cancellation));

    /// <summary>Writes a report as JSON where <c>--json</c> said; does nothing when it was not given.</summary>
    /// <param name="option"><see cref="Options.Json"/> or <see cref="Options.JsonFlag"/>.</param>
    /// <param name="report">Any object; property names become snake_case.</param>
    public void WriteJson(Option option, object report)
    {
        if (!Has(option))
            return;
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(report, report.GetType(), JsonText.Options);
        if (option is Option<string?> fileOption && Get(fileOption) is { } file)
        {
            AtomicFile.Write(file, stream =>
            {
                stream.Write(json);
                stream.WriteByte((byte)'\n');
            });
            Note($"wrote {file}");
        }
        else
        {
            output.WriteLine(System.Text.Encoding.UTF8.GetString(json));
        }
    }
}
