namespace EdgeAD.Vision.Tests.Support;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder() => Root = Directory.CreateTempSubdirectory("edgead-test-").FullName;

    /// <summary>Full path.</summary>
    public string Root { get; }

    /// <summary>Full path of something below; parent folders are created.</summary>
    public string PathOf(params string[] parts)
    {
        string path = Path.Combine([Root, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string relativePath, byte[] content)
    {
        string path = PathOf(relativePath.Split('/'));
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes a text file and returns its path.</summary>
    public string Write(string relativePath, string content) => Write(relativePath, System.Text.Encoding.UTF8.GetBytes(content));

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // a straggling handle on Windows; the system cleans its temporary folder
        }
    }
}
