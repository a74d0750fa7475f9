namespace EdgeAD.Vision.Tests.Support;

/// <summary>Photographs that are not part of the repository. Tests that want them skip when they are absent.</summary>
/// <remarks>Looked for in the folder named by the environment variable EDGEAD_SHARED, else in <c>../shared</c> beside the checkout.</remarks>
public static class SharedData
{
    /// <summary>Folder of a data set, e.g. <c>cookies</c>; skips the test when it is not there.</summary>
    public static string PathOrSkip(string dataset) => Below("data", dataset);

    /// <summary>A file or folder below the shared folder, e.g. <c>weights/x.h5</c>; skips the test when it is not there.</summary>
    public static string Below(params string[] parts)
    {
        string? root = Environment.GetEnvironmentVariable("EDGEAD_SHARED") ?? BesideCheckout();
        string? path = root is null ? null : Path.Combine([root, .. parts]);
        if (path is null || !Path.Exists(path))
        {
            Assert.Skip($"shared {string.Join('/', parts)} is not here; set EDGEAD_SHARED to the folder that holds it");
        }

        return path;
    }

    private static string? BesideCheckout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")) && folder.Parent is { } parent)
            {
                return Path.Combine(parent.FullName, "shared");
            }
        }

        return null;
    }
}
