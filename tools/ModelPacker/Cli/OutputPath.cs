using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Refuses hopeless output paths before long work instead of after it.</summary>
internal static class OutputPath
{
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: it is a folder, lies below a file, or its folder takes no new file.</exception>
    public static void Require(string path)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
            throw new EdgeAdException(ErrorCode.WriteFailed, $"cannot write '{path}': it is a folder", "Name a file");
        for (string? folder = Path.GetDirectoryName(full); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
                throw new EdgeAdException(ErrorCode.WriteFailed, $"cannot write '{path}': '{folder}' is a file", "Name another folder");
        }
        AtomicFile.Probe(path);
    }
}
