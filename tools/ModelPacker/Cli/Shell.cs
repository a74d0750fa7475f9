namespace EdgeAD.ModelPacker.Cli;

/// <summary>Words for a command line that the user can copy.</summary>
public static class Shell
{
    /// <summary>Puts quotation marks around a word that a shell would otherwise split.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./\\:+=,@~".Contains(c)) ? word : $"\"{word}\"";
}
