namespace EdgeAD.Vision.Boards;

/// <summary>The boards that come with the tool: the files of the folder <c>boards</c>, carried inside this assembly.</summary>
public static class BoardCatalog
{
    private const string BoardPrefix = "boards/";
    private const string LayoutPrefix = "boards/layouts/";

    private static readonly Lazy<IReadOnlyList<Board>> Boards = new(() =>
        [.. Resources(BoardPrefix).Where(r => !r.StartsWith(LayoutPrefix, StringComparison.Ordinal)).Select(r => BoardFile.Parse(Text(r), r, Layout))]);

    /// <summary>All boards, by name.</summary>
    public static IReadOnlyList<Board> All => Boards.Value;

    /// <summary>The board of that name.</summary>
    /// <exception cref="EdgeAdException">E1510: there is none; the message names those that there are.</exception>
    public static Board Find(string name) => All.FirstOrDefault(b => b.Name == name)
        ?? throw new EdgeAdException(ErrorCode.BoardUnknown, $"there is no board '{name}'", $"boards are {string.Join(", ", All.Select(b => b.Name))}");

    /// <summary>The partition table of that name, or null.</summary>
    public static FlashLayout? Layout(string name)
    {
        string resource = $"{LayoutPrefix}{name}.json";
        return Resources(LayoutPrefix).Contains(resource) ? BoardFile.ParseLayout(Text(resource), resource) : null;
    }

    private static IEnumerable<string> Resources(string prefix) =>
        typeof(BoardCatalog).Assembly.GetManifestResourceNames().Where(r => r.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static string Text(string resource)
    {
        using Stream stream = typeof(BoardCatalog).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
