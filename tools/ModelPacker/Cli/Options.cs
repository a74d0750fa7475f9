using System.CommandLine;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Options that several verbs share, so that a word means the same everywhere.</summary>
public static class Options
{
    internal const string JsonName = "--json";

    /// <summary><c>--json [FILE]</c>: report as JSON to standard output, or into a file.</summary>
    public static Option<string?> Json()
    {
        var option = new Option<string?>(JsonName)
        {
            Description = "Write the report as JSON to FILE, or to standard output instead of the text when FILE is left out.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        option.Validators.Add(result =>
        {
            // '--json model.ead' is a slip that would overwrite the model.
            if (result.Tokens is [{ Value: var file }] && file.EndsWith(".ead", StringComparison.OrdinalIgnoreCase))
                result.AddError($"'{file}' after --json names a model file. Put --json last, or give it a FILE ending in .json.");
        });
        return option;
    }

    /// <summary><c>--json</c> without a file: report as JSON to standard output. For verbs whose arguments are a list.</summary>
    public static Option<bool> JsonFlag() => new(JsonName) { Description = "Write the report as JSON to standard output instead of the text." };

    /// <summary><c>--seed N</c>, 0 when not given.</summary>
    public static Option<int> Seed() => new("--seed")
    {
        Description = "Seed of everything random; the same seed and input give the same bytes.",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    /// <summary><c>--group REGEX</c>.</summary>
    public static Option<string?> Group() => new("--group")
    {
        Description = "Names the part in a picture's file name (first capture group, else the whole match), "
            + "so that pictures of one part never straddle a split.",
        HelpName = "REGEX",
    };

    /// <summary><c>--board NAME</c>.</summary>
    public static Option<string?> Board(string description) => new("--board") { Description = description, HelpName = "NAME" };

    /// <summary><c>--backbone FILE</c>.</summary>
    public static Option<string?> Backbone() => new("--backbone") { Description = "Backbone weights (.safetensors); built-in ones when left out.", HelpName = "FILE" };

    /// <summary><c>--fpr RATE</c>.</summary>
    public static Option<double> FalseRejectRate(double otherwise) => new("--fpr")
    {
        Description = "Share of good parts that may be rejected.",
        HelpName = "RATE",
        DefaultValueFactory = _ => otherwise,
    };

    /// <summary><c>--name NAME</c> of the model that is made.</summary>
    public static Option<string?> ModelName() => new("--name") { Description = "Name of the model; the data set's when left out.", HelpName = "NAME" };

    /// <summary><c>--skip-unreadable</c>.</summary>
    public static Option<bool> SkipUnreadable() => new("--skip-unreadable")
    {
        Description = "Go on without pictures that cannot be read; they are named and counted.",
    };
}
