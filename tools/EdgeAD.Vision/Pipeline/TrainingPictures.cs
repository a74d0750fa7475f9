using EdgeAD.Vision.Datasets;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Whether a data set's good training pictures are enough to learn from.</summary>
public static class TrainingPictures
{
    /// <summary>Good parts that make a start, counted after the split.</summary>
    public const int Comfortable = 30;

    /// <summary>How many good parts to photograph, before and after the split; the same words everywhere.</summary>
    public static string HowMany => $"{Comfortable} or more to learn from make a start (45 in a flat good/, of which 30 % are kept for testing)";

    /// <summary>Refuses too few parts; reads no picture.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.TooFewGoodParts"/>.</exception>
    public static void RequireParts(Dataset dataset)
    {
        int parts = PartsOf(dataset);
        if (parts < ModelTrainer.MinParts)
        {
            throw new EdgeAdException(ErrorCode.TooFewGoodParts,
                $"'{dataset.Root}' has pictures of {parts} good part(s) to train on, at least {ModelTrainer.MinParts} are needed", $"Photograph more good parts; {HowMany}");
        }
    }

    /// <summary>Refuses pictures that are copies of each other: a stuck camera or a lens cap teaches nothing. To be asked when all can be read, which is the better complaint.</summary>
    /// <returns>How many good training pictures differ.</returns>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.TooFewGoodParts"/>.</exception>
    public static int RequireDifferent(Dataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        int different = Different(dataset, progress, cancel);
        if (different < ModelTrainer.MinParts)
        {
            throw new EdgeAdException(ErrorCode.TooFewGoodParts,
                $"of the {dataset.TrainGood.Count} good pictures to train on in '{dataset.Root}' only {different} differ, at least {ModelTrainer.MinParts} are needed; the others are byte for byte the same",
                "Is the camera stuck or the lens covered? Photograph each part once");
        }

        return different;
    }

    /// <summary>True when neither would refuse.</summary>
    public static bool AreEnough(Dataset dataset) => PartsOf(dataset) >= ModelTrainer.MinParts && Different(dataset) >= ModelTrainer.MinParts;

    /// <summary>A sentence about pictures that occur more than once, or null.</summary>
    /// <param name="pictures">Good training pictures.</param>
    /// <param name="different">How many of them differ, see <see cref="RequireDifferent"/>.</param>
    public static string? Copies(int pictures, int different)
    {
        int copies = pictures - different;
        return copies == 0 ? null : $"{copies} of the {pictures} good pictures are byte for byte copies of others: they teach nothing, and the threshold takes them for parts of their own";
    }

    private static int PartsOf(Dataset dataset) => dataset.TrainGood.Select(s => s.Part).Distinct(StringComparer.Ordinal).Count();

    private static int Different(Dataset dataset, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default) =>
        dataset.Samples.Zip(dataset.FileHashes(progress, cancel)).Where(p => p.First.IsGood && p.First.Split == Split.Train).Select(p => Convert.ToHexString(p.Second)).Distinct().Count();
}
