using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>One line per error: <c>error E1104: what and where. What to do next.</c></summary>
internal static class ErrorLine
{
    public static string Of(EdgeAdException exception)
    {
        string line = $"error E{(int)exception.Code}: {Sentence(exception.Message)}";
        return exception.Hint is { Length: > 0 } hint ? $"{line} {Capital(Sentence(hint))}" : line;
    }

    /// <summary>The text as one sentence on one line.</summary>
    public static string Flat(string text) => Sentence(text);

    // A command or a path at the start of a hint stays as it is typed.
    private static string Capital(string sentence) =>
        sentence.StartsWith("edgead ", StringComparison.Ordinal) || sentence.Split(' ')[0].AsSpan().IndexOfAny('/', '\\') >= 0
            ? sentence
            : char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string Sentence(string text)
    {
        string flat = string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        // No full stop behind a command, so that it can be copied.
        return flat.Length == 0 || flat[^1] is '.' or '?' or '!' || flat.Contains(": edgead ", StringComparison.Ordinal) ? flat : flat + ".";
    }
}
