namespace EdgeAD.Vision.Datasets;

/// <summary>Writes a data set anew in MVTec layout, with the split it has in memory.</summary>
public static class DatasetCopier
{
    /// <summary>
    /// Copies every picture to <c>train/&lt;category&gt;</c> or <c>test/&lt;category&gt;</c> and every mask to <c>ground_truth/&lt;category&gt;</c>.
    /// Files keep their names and bytes; pictures of one name that meet in one folder get the name of the folder they came from in front.
    /// </summary>
    /// <param name="dataset">What to copy.</param>
    /// <param name="folder">Where to; must be new or empty, and not inside the data set.</param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Leaves the files copied so far.</param>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.OutputExists"/>; <see cref="ErrorCode.InvalidOption"/>; <see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void Copy(Dataset dataset, string folder, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        string target = Path.GetFullPath(folder);
        if ((target + Path.DirectorySeparatorChar).StartsWith(dataset.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new EdgeAdException(ErrorCode.InvalidOption, $"'{folder}' lies inside the data set '{dataset.Root}'", "Name a folder outside of it");
        }

        if (File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any()))
        {
            throw new EdgeAdException(ErrorCode.OutputExists, $"'{folder}' is there already and not empty", "Name a new folder");
        }

        var names = NewNames(dataset.Samples);
        int done = 0;
        ParallelFiles.For(dataset.Samples.Count, cancel, i =>
        {
            Sample sample = dataset.Samples[i];
            string side = sample.Split == Split.Train ? "train" : "test";
            CopyFile(sample.Path, Path.Combine(target, side, sample.Category, names[i]));
            if (sample.MaskPath is { } mask)
            {
                string name = Path.GetFileNameWithoutExtension(names[i]) + Path.GetExtension(mask);
                CopyFile(mask, Path.Combine(target, "ground_truth", sample.Category, name));
            }

            progress?.Report(new WorkProgress("copy", Interlocked.Increment(ref done), dataset.Samples.Count));
        });
    }

    /// <summary>File names without clashes; stems differ too, because masks are found by stem.</summary>
    private static string[] NewNames(IReadOnlyList<Sample> samples)
    {
        var stems = samples.GroupBy(s => (s.Category, Stem: Path.GetFileNameWithoutExtension(s.RelativePath).ToLowerInvariant()))
            .ToDictionary(g => g.Key, g => g.Count());
        return
        [
            .. samples.Select(s => stems[(s.Category, Path.GetFileNameWithoutExtension(s.RelativePath).ToLowerInvariant())] == 1
                ? Path.GetFileName(s.RelativePath)
                : s.RelativePath.Replace('/', '_')),
        ];
    }

    private static void CopyFile(string from, string to)
    {
        byte[] content;
        try
        {
            content = File.ReadAllBytes(from);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.PictureUnreadable, $"cannot read '{from}': {e.Message.TrimEnd('.')}", "Check the file and its permissions", e);
        }

        AtomicFile.WriteBytes(to, content);
    }
}
