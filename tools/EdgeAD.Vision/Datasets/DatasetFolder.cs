namespace EdgeAD.Vision.Datasets;

/// <summary>What lies in a data set's folder, before parts are named and flat layouts are split.</summary>
/// <param name="Root">Full path.</param>
/// <param name="Layout">Arrangement of the folders.</param>
/// <param name="Samples">Pictures; part = relative path; split as the folders say (all train for the flat layout).</param>
/// <param name="IgnoredFiles">Number of visible files that are not pictures.</param>
internal sealed record DatasetFolder(string Root, DatasetLayout Layout, IReadOnlyList<Sample> Samples, int IgnoredFiles)
{
    private const string Masks = "ground_truth";

    private const string Expected =
        "expected either  train/good, test/good, test/<defect>, optional ground_truth/<defect>  or  good, <defect>, <defect> ...";

    /// <summary>Lists the pictures and recognises the layout; see <see cref="Dataset.Open"/> for the errors.</summary>
    public static DatasetFolder Scan(string root)
    {
        string full = RequireFolder(root);
        var files = ListFiles(full);
        var pictures = files.Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal).ToList();
        RefuseEmpty(full, files, pictures);

        // pictures by their folders: [train, good, name.jpg]
        var paths = pictures.Select(p => (Path: p, Parts: p.Split('/'))).ToList();
        bool mvtec = paths.Any(p => p.Parts is ["train", Sample.Good, _, ..] or ["test", _, _, ..]);
        bool flat = paths.Any(p => p.Parts is [Sample.Good, _, ..]);
        if (mvtec == flat)
        {
            throw new EdgeAdException(
                ErrorCode.DatasetLayout,
                $"'{full}' holds {pictures.Count} picture(s), but {(mvtec ? "both 'good' and 'train' or 'test' folders" : "no folder 'good' or 'train/good'")}; {Expected}",
                mvtec ? "Keep one of the two arrangements" : "Put the pictures of good parts into a folder named 'good'");
        }

        var masks = MasksByStem(full, paths.Where(p => p.Parts[0] == Masks).Select(p => p.Path));
        var samples = new List<Sample>();
        foreach (var (path, parts) in paths)
        {
            Split? split = mvtec ? (parts[0], parts.Length > 2) switch
            {
                ("train", true) => Split.Train,
                ("test", true) => Split.Test,
                _ => null, // masks and stray pictures
            }
            : parts.Length > 1 && parts[0] != Masks ? Split.Train : null;
            if (split is { } side)
            {
                int depth = mvtec ? 1 : 0;
                string stem = Stem(string.Join('/', parts[depth..]));
                samples.Add(new Sample(FullPath(full, path), path, side, parts[depth], path, masks.GetValueOrDefault(stem)));
            }
        }

        return new DatasetFolder(full, mvtec ? DatasetLayout.Mvtec : DatasetLayout.Flat, samples, files.Count - pictures.Count);
    }

    private static string RequireFolder(string root)
    {
        if (string.IsNullOrWhiteSpace(root) || !Directory.Exists(root))
        {
            throw new EdgeAdException(
                ErrorCode.PathNotFound,
                File.Exists(root) ? $"'{root}' is a file, not a folder of pictures" : $"there is no folder '{root}'",
                "Name the folder that holds 'train' and 'test', or 'good'");
        }

        return Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    }

    /// <summary>Relative paths with forward slashes, without anything hidden.</summary>
    private static List<string> ListFiles(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = false };
        try
        {
            return
            [
                .. Directory.EnumerateFiles(root, "*", options)
                    .Select(f => Path.GetRelativePath(root, f).Replace(Path.DirectorySeparatorChar, '/'))
                    .Where(f => !f.Split('/').Any(p => p.StartsWith('.') || p == "__MACOSX")),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.PathNotFound, $"cannot read the folder '{root}': {e.Message.TrimEnd('.')}", "Check its permissions", e);
        }
    }

    private static void RefuseEmpty(string root, List<string> files, List<string> pictures)
    {
        if (pictures.Count > 0)
        {
            return;
        }

        var kinds = files.Select(f => Path.GetExtension(f) is { Length: > 0 } e ? e : "no extension").Distinct().Order(StringComparer.Ordinal).Take(4);
        throw new EdgeAdException(
            ErrorCode.DatasetEmpty,
            files.Count == 0 ? $"'{root}' is empty" : $"'{root}' holds no pictures, only {files.Count} other file(s) ({string.Join(", ", kinds)})",
            $"Pictures end in {string.Join(' ', PictureFiles.Extensions)}; {Expected}");
    }

    /// <summary>Mask by <c>category/stem</c>; <c>stem_mask</c> is filed under both names, the exact one wins.</summary>
    private static Dictionary<string, string> MasksByStem(string root, IEnumerable<string> paths)
    {
        const string suffix = "_mask";
        var masks = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in paths)
        {
            string stem = Stem(path[(Masks.Length + 1)..]);
            masks[stem] = FullPath(root, path);
            if (stem.EndsWith(suffix, StringComparison.Ordinal))
            {
                masks.TryAdd(stem[..^suffix.Length], FullPath(root, path));
            }
        }

        return masks;
    }

    private static string FullPath(string root, string relative) => Path.Combine(root, relative.Replace('/', Path.DirectorySeparatorChar));

    private static string Stem(string path) => path[..^Path.GetExtension(path).Length];
}
