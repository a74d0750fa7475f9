namespace EdgeAD.Vision.Tests.Boards;

/// <summary>The folder <c>boards</c> and its neighbours in the checkout.</summary>
internal static class BoardFolder
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "boards", "board.schema.json")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException("boards");
    }
}
