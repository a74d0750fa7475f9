using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>A length of time on the command line: <c>90s</c>, <c>10m</c>, <c>1.5h</c>.</summary>
/// <param name="Time">The time.</param>
internal readonly record struct Duration(TimeSpan Time)
{
    /// <summary>As it is typed; the help shows defaults so.</summary>
    public override string ToString()
    {
        (double value, char unit) = Time.TotalSeconds < 60 ? (Time.TotalSeconds, 's') : Time.TotalMinutes < 60 ? (Time.TotalMinutes, 'm') : (Time.TotalHours, 'h');
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.##}{unit}");
    }

    /// <summary>An option that takes one.</summary>
    public static Option<Duration> Option(string name, string description, TimeSpan byDefault) => new(name)
    {
        Description = description, HelpName = "TIME", DefaultValueFactory = _ => new Duration(byDefault), CustomParser = Parse,
    };

    private static Duration Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        double unit = text.Length == 0 ? 0 : text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 0 };
        if (unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && value * unit < 1e7)
            return new Duration(TimeSpan.FromSeconds(value * unit));
        result.AddError($"'{text}' is no length of time: give one like 90s, 10m or 1h.");
        return default;
    }
}
