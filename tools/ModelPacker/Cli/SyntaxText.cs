using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>What is wrong with a command line, in one sentence that names the first word nobody knows.</summary>
internal static partial class SyntaxText
{
    public static string Of(ParseResult parsed)
    {
        // The last error is the most specific: "a command is missing" comes before the word that is none.
        if (parsed.UnmatchedTokens.Count == 0)
            return Type().Replace(parsed.Errors[^1].Message, type => type.Value.Contains("Int", StringComparison.Ordinal) ? "as a whole number" : "as a number");
        // A misspelt option may have been taken for an argument, and a word behind it is then left over.
        string word = parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
            .FirstOrDefault(t => t.Type == TokenType.Argument && t.Value.StartsWith("--", StringComparison.Ordinal))?.Value ?? parsed.UnmatchedTokens[0];
        return Nearest(word, parsed.CommandResult.Command) is { } meant ? $"'{word}' is unknown here; did you mean {meant}?" : $"'{word}' is unknown here.";
    }

    private static string? Nearest(string word, Command command) => command.Subcommands.Concat<Symbol>(command.Options).Where(s => !s.Hidden).Select(s => s.Name)
        .Select(name => (Name: name, Distance: Distance(word, name)))
        .Where(c => c.Distance <= 2 && c.Distance < c.Name.TrimStart('-').Length / 2.0)
        .OrderBy(c => c.Distance).Select(c => c.Name).FirstOrDefault();

    /// <summary>Letters to insert, delete or change (Levenshtein); two that are swapped count as two.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    [GeneratedRegex(@"as expected type 'System\.(Nullable`1\[System\.)?(U?Int(16|32|64)|Double|Single)[^']*'")]
    private static partial Regex Type();
}
