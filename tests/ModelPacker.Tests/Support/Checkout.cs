namespace EdgeAD.ModelPacker.Tests.Support;

/// <summary>Files of the checkout that these tests were built in.</summary>
public static class Checkout
{
    /// <summary>The file, looked for from the build folder upwards.</summary>
    public static string PathOf(params string[] parts)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string path = Path.Combine([at.FullName, .. parts]);
            if (File.Exists(path))
                return path;
        }

        throw new FileNotFoundException(string.Join('/', parts));
    }
}
