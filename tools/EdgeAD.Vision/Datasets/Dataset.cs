namespace EdgeAD.Vision.Datasets;

/// <summary>A folder of pictures, split into parts to learn from and parts to judge.</summary>
/// <remarks>
/// Two arrangements are understood, see <see cref="DatasetLayout"/>. Optional masks lie in
/// <c>ground_truth/&lt;category&gt;/&lt;stem&gt;.png</c> (or <c>&lt;stem&gt;_mask.png</c>). Hidden files are ignored; other files that are
/// not pictures are ignored and counted. Opening reads names only; pictures are read by <see cref="Pictures.PictureLoader"/>.
/// </remarks>
public sealed class Dataset
{
    private readonly Lock hashing = new();
    private IReadOnlyList<byte[]>? fileHashes;
    private Dataset? whole;

    internal Dataset(string root, DatasetLayout layout, IReadOnlyList<Sample> samples, int ignoredFiles)
    {
        Root = root;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root)) is { Length: > 0 } name ? name : root;
        Layout = layout;
        IgnoredFiles = ignoredFiles;
        Samples = [.. samples.OrderBy(s => s.RelativePath, StringComparer.Ordinal)];
        TrainGood = [.. Samples.Where(s => s.IsGood && s.Split == Split.Train)];
        TestGood = [.. Samples.Where(s => s.IsGood && s.Split == Split.Test)];
        Defects = [.. Samples.Where(s => !s.IsGood && s.Split == Split.Test)];
        Categories = [.. Defects.Select(s => s.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Parts = [.. Samples.Select(s => s.Part).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>Name of the folder.</summary>
    public string Name { get; }

    /// <summary>How its folders are arranged.</summary>
    public DatasetLayout Layout { get; }

    /// <summary>All pictures, ordered by <see cref="Sample.RelativePath"/> (ordinal).</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Good pictures to learn from.</summary>
    public IReadOnlyList<Sample> TrainGood { get; }

    /// <summary>Good pictures to judge.</summary>
    public IReadOnlyList<Sample> TestGood { get; }

    /// <summary>Pictures of defects to judge. (Defects below <c>train/</c> are in <see cref="Samples"/> only: nothing here learns from them.)</summary>
    public IReadOnlyList<Sample> Defects { get; }

    /// <summary>Names of the defect categories of <see cref="Defects"/>, ordinal order, without <c>good</c>.</summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>Names of all parts, ordinal order.</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Number of files that are neither hidden nor pictures.</summary>
    public int IgnoredFiles { get; }

    /// <summary>Lower-case SHA-256 over relative paths, splits and file contents. Reads every file the first time; see <see cref="ComputeSha256"/>.</summary>
    public string Sha256 => ComputeSha256();

    /// <summary>Opens a data set.</summary>
    /// <param name="root">Its folder.</param>
    /// <param name="options">Naming of parts and the split; null for the defaults.</param>
    /// <exception cref="EdgeAdException">
    /// <see cref="ErrorCode.PathNotFound"/>; <see cref="ErrorCode.DatasetEmpty"/>: no pictures; <see cref="ErrorCode.DatasetLayout"/>: folders not
    /// understood, or one part on both sides of the split; <see cref="ErrorCode.GroupPattern"/>: the pattern is invalid or does not match a name.
    /// </exception>
    public static Dataset Open(string root, DatasetOptions? options = null)
    {
        options ??= new DatasetOptions();
        DatasetSplitter.RequireFraction(options.TestFraction);
        var parts = new PartNamer(options.Group);
        var found = DatasetFolder.Scan(root);
        var samples = parts.Name(found.Samples);
        if (found.Layout == DatasetLayout.Flat || options.Resplit)
        {
            samples = DatasetSplitter.Split(samples, options.TestFraction, options.Seed);
        }

        RefuseStraddling(found.Root, samples);
        return new Dataset(found.Root, found.Layout, samples, found.IgnoredFiles);
    }

    /// <summary>The same pictures with the good ones dealt out anew by part, e.g. to repeat an evaluation over several seeds.</summary>
    /// <param name="seed">Seed of the new split.</param>
    /// <param name="testFraction">Share of good test pictures; null keeps the present share (0.3 where that is 0 or 1).</param>
    public Dataset Reshuffle(int seed, double? testFraction = null)
    {
        int good = TrainGood.Count + TestGood.Count;
        double present = good == 0 ? 0 : (double)TestGood.Count / good;
        double share = testFraction ?? (present is > 0 and < 1 ? present : 0.3);
        return new Dataset(Root, Layout, DatasetSplitter.Split(Samples, share, seed), IgnoredFiles) { fileHashes = fileHashes };
    }

    /// <summary>The same data set without those of some pictures that cannot be read, and these with the reason. Reads each picture.</summary>
    public (Dataset Readable, IReadOnlyList<UnreadablePicture> Unreadable) WithoutUnreadable(
        IReadOnlyList<Sample> samples, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        SampleReader read = SampleReader.ReadAll(samples, "checking pictures", (_, _) => { }, progress, cancel);
        return (read.ReadableOf(this), read.Unreadable);
    }

    /// <summary>The same data set with no more than so many good training pictures, the first by name.</summary>
    internal Dataset WithTrainGood(int most)
    {
        HashSet<Sample> left = [.. TrainGood.Skip(most)];
        return new Dataset(Root, Layout, [.. Samples.Where(s => !left.Contains(s))], IgnoredFiles);
    }

    /// <summary>The same data set without some pictures; it keeps the hash of the whole, which names the folder as it is.</summary>
    internal Dataset Without(IReadOnlySet<Sample> left) =>
        new(Root, Layout, [.. Samples.Where(s => !left.Contains(s))], IgnoredFiles) { whole = whole ?? this };

    /// <summary>Computes <see cref="Sha256"/> with progress; file contents are read once and remembered.</summary>
    public string ComputeSha256(IProgress<WorkProgress>? progress = null, CancellationToken cancel = default) =>
        whole is not null ? whole.ComputeSha256(progress, cancel) : DatasetHash.Combine(Samples, FileHashes(progress, cancel));

    /// <summary>SHA-256 of each file of <see cref="Samples"/>, same order.</summary>
    internal IReadOnlyList<byte[]> FileHashes(IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        lock (hashing)
        {
            return fileHashes ??= DatasetHash.Files(Samples, progress, cancel);
        }
    }

    private static void RefuseStraddling(string root, IReadOnlyList<Sample> samples)
    {
        var straddling = DatasetSplitter.Straddling(samples);
        if (straddling.Count > 0)
        {
            string some = string.Join(", ", straddling.Take(5)) + (straddling.Count > 5 ? ", ..." : "");
            throw new EdgeAdException(
                ErrorCode.DatasetLayout,
                $"in '{root}' {straddling.Count} part(s) have pictures in both train and test: {some}; scores would look better than they are",
                "Split again by part (edgead dataset split SRC OUT --group REGEX), or correct --group");
        }
    }
}
