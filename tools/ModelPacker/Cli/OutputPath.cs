using EdgeAD.Vision;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Refuses hopeless output paths before long work instead of after it. <see cref="VerbRun"/> asks for the file of <c>--json</c>, verbs for the others.</summary>
internal static class OutputPath
{
    /// <summary>Asks for files; null stands for an output that was not asked for.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: one is a folder, lies below a file, or its folder takes no new file.</exception>
    public static void Require(params ReadOnlySpan<string?> files)
    {
        foreach (string? file in files)
        {
            if (file is null)
                continue;
            if (Directory.Exists(file))
                throw new EdgeAdException(ErrorCode.WriteFailed, $"cannot write '{file}': it is a folder", "Name a file");
            AtomicFile.Probe(file);
        }
    }

    /// <summary>Asks for folders that files will be written to, new ones or such that exist.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: one is a file, lies below a file, or takes no new file.</exception>
    public static void RequireFolder(params ReadOnlySpan<string?> folders)
    {
        foreach (string? folder in folders)
        {
            if (folder is not null)
                AtomicFile.ProbeFolder(folder);
        }
    }
}
