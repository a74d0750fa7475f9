using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Datasets;

/// <summary>What a data set holds and what is doubtful about it.</summary>
/// <param name="Name">Name of the folder.</param>
/// <param name="Root">Full path.</param>
/// <param name="Layout">Arrangement of the folders.</param>
/// <param name="Sha256">See <see cref="Dataset.Sha256"/>.</param>
/// <param name="Images">Pictures in all.</param>
/// <param name="TrainGood">Good pictures to learn from, and their parts.</param>
/// <param name="TestGood">Good pictures to judge, and their parts.</param>
/// <param name="Defects">Defect pictures per category.</param>
/// <param name="Sizes">Picture sizes as <c>640x480</c>, commonest first, with the number of pictures.</param>
/// <param name="Unreadable">Pictures that cannot be read to the end: relative path and reason.</param>
/// <param name="IgnoredFiles">Files that are not pictures.</param>
/// <param name="Warnings">Whole sentences for the user.</param>
public sealed record DatasetReport(
    string Name,
    string Root,
    DatasetLayout Layout,
    string Sha256,
    int Images,
    DatasetCount TrainGood,
    DatasetCount TestGood,
    IReadOnlyDictionary<string, DatasetCount> Defects,
    IReadOnlyDictionary<string, int> Sizes,
    IReadOnlyDictionary<string, string> Unreadable,
    int IgnoredFiles,
    IReadOnlyList<string> Warnings)
{
    private const int FewTestParts = 20;

    /// <summary>False when there are too few good parts or different pictures for <c>edgead train</c>.</summary>
    public bool CanTrain { get; init; }

    /// <summary>True when a picture to learn from cannot be read.</summary>
    public bool TrainUnreadable { get; init; }

    /// <summary>Reads every file (content hash and picture, since a cut-off one has a sound header) and reports.</summary>
    public static DatasetReport Of(Dataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        string sha = dataset.ComputeSha256(progress, cancel);
        var samples = dataset.Samples;
        var sizes = new string?[samples.Count];
        SampleReader read = SampleReader.ReadAll(
            samples, "pictures", (i, picture) => sizes[i] = FormattableString.Invariant($"{picture.Width}x{picture.Height}"), progress, cancel);
        var unreadable = new SortedDictionary<string, string>(read.Unreadable.ToDictionary(p => p.Picture, p => p.Reason), StringComparer.Ordinal);
        Dataset readable = read.ReadableOf(dataset);
        return new DatasetReport(
            dataset.Name,
            dataset.Root,
            dataset.Layout,
            sha,
            samples.Count,
            DatasetCount.Of(dataset.TrainGood),
            DatasetCount.Of(dataset.TestGood),
            new SortedDictionary<string, DatasetCount>(dataset.Categories.ToDictionary(c => c, c => DatasetCount.Of(dataset.Defects.Where(d => d.Category == c))), StringComparer.Ordinal),
            sizes.OfType<string>().GroupBy(s => s, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count()),
            unreadable,
            dataset.IgnoredFiles,
            [.. WarningsOf(dataset, unreadable.Count)])
        {
            CanTrain = TrainingPictures.AreEnough(readable),
            TrainUnreadable = readable.TrainGood.Count < dataset.TrainGood.Count,
        };
    }

    private static IEnumerable<string> WarningsOf(Dataset dataset, int unreadable)
    {
        if (unreadable > 0)
        {
            yield return $"{unreadable} picture(s) cannot be read";
        }

        int trainParts = DatasetCount.Of(dataset.TrainGood).Parts;
        if (trainParts == 0)
        {
            yield return "there are no good pictures to learn from";
        }
        else if (trainParts < TrainingPictures.Comfortable)
        {
            yield return $"only {trainParts} good part(s) to learn from; {TrainingPictures.HowMany}";
        }

        int testParts = DatasetCount.Of(dataset.TestGood).Parts;
        if (testParts < FewTestParts)
        {
            yield return testParts == 0
                ? "there are no good test pictures; false rejects cannot be measured"
                : FormattableString.Invariant($"only {testParts} good test part(s); even without a false reject they prove a rate of {Math.Min(1, 3.0 / testParts):0%} at best");
        }

        if (dataset.Defects.Count == 0)
        {
            yield return "there are no pictures of defects; what slips through cannot be measured";
        }

        foreach (string warning in Duplicates(dataset))
        {
            yield return warning;
        }
    }

    private static IEnumerable<string> Duplicates(Dataset dataset)
    {
        var groups = dataset.Samples.Zip(dataset.FileHashes())
            .GroupBy(p => Convert.ToHexString(p.Second), p => p.First)
            .Select(g => g.ToList())
            .Where(g => g.Count > 1)
            .ToList();
        var across = groups.Where(g => g.Select(s => s.Split).Distinct().Count() > 1).ToList();
        var labels = groups.Where(g => g.Select(s => s.IsGood).Distinct().Count() > 1).ToList();
        var within = groups.Except(across).Except(labels).ToList();
        if (across.Count > 0)
        {
            yield return $"{across.Count} picture(s) are in both train and test, e.g. '{across[0][0].RelativePath}' = '{across[0][^1].RelativePath}'; scores will look better than they are";
        }

        if (labels.Count > 0)
        {
            yield return $"{labels.Count} picture(s) are filed both as good and as defect, e.g. '{labels[0][0].RelativePath}' = '{labels[0][^1].RelativePath}'";
        }

        if (within.Count > 0)
        {
            yield return $"{within.Count} picture(s) occur more than once, e.g. '{within[0][0].RelativePath}' = '{within[0][^1].RelativePath}'";
        }
    }
}
