namespace EdgeAD.Vision.Bench;

/// <summary>A document of which a command writes the part between two marks.</summary>
public static class MarkedPage
{
    /// <summary>The page with this part: between <c>&lt;!-- NAME: begin --&gt;</c> and <c>end</c>, or nothing but the part where it has no such marks.</summary>
    /// <param name="page">The page as it is; may be empty.</param>
    /// <param name="name">Name in the marks.</param>
    /// <param name="part">What goes between them.</param>
    /// <param name="tool">Tool that measured.</param>
    /// <param name="commit">Commit that it was built from.</param>
    public static string With(string page, string name, string part, string tool, string commit)
    {
        (string first, string last) = ($"<!-- {name}: begin -->", $"<!-- {name}: end -->");
        int begin = page.IndexOf(first, StringComparison.Ordinal), end = page.IndexOf(last, StringComparison.Ordinal);
        string content = $"Made by {tool}, commit {commit[..Math.Min(8, commit.Length)]}.\n\n{part}";
        return begin < 0 || end < begin ? content : $"{page[..(begin + first.Length)]}\n\n{content}{page[end..]}";
    }

    /// <summary>Writes the part into a file, which need not exist.</summary>
    public static void Write(string file, string name, string part, string tool, string commit) =>
        AtomicFile.WriteText(file, With(File.Exists(file) ? File.ReadAllText(file) : "", name, part, tool, commit));
}
