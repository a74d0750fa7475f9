using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Writes a data set in MVTec layout whose defects are synthetic, made on good pictures that are kept out of training.</summary>
/// <remarks>
/// File names begin with the name of the good picture, so that a <c>--group</c> pattern finds the same part: the source's own, or <see cref="GroupPattern"/>. Each picture has a random stream of its own
/// (seed, number), so the same options give the same bytes however many cores work.
/// </remarks>
public static class DatasetSynthesizer
{
    /// <summary>Regular expression that names the part in the file names written here, where every picture of the source shows a part of its own.</summary>
    public const string GroupPattern = @"(.+?)(?:_further\d+|_(?:easy|medium|hard)\d+)?\.png";

    /// <summary>Writes the data set.</summary>
    /// <param name="source">Good pictures; defects in it are not looked at.</param>
    /// <param name="folder">Where to; new or empty.</param>
    /// <param name="options">What to make.</param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Leaves the files written so far.</param>
    /// <exception cref="EdgeAdException">E1001 option, E1002 folder not empty, E1105 too few good parts, E1104 picture, E1401.</exception>
    public static SynthesisResult Write(
        Dataset source, string folder, SynthesisOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        options.Validate();
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new EdgeAdException(ErrorCode.OutputExists, $"'{folder}' is there already and not empty", "name a new folder");
        Dataset split = source.TestGood.Count > 0 ? source : source.Reshuffle(options.Seed, options.TestFraction);
        if (split.TrainGood.Count == 0 || split.TestGood.Count == 0)
            throw new EdgeAdException(ErrorCode.TooFewGoodParts, $"'{source.Root}' has too few good parts to keep some out of training", "photograph at least two different good parts");

        int skipped = 0, done = 0;
        List<Order> orders = Plan(split.TestGood.Count, options);
        int total = split.TrainGood.Count + split.TestGood.Count + orders.Count;
        void Step() => progress?.Report(new WorkProgress("synthesis", Interlocked.Increment(ref done), total));

        IReadOnlyList<Symmetry> symmetries = options.Augment == 0 ? [] : SymmetryFinder.Find([.. split.TrainGood.Take(40).Select(s => PictureLoader.Load(s.Path))]);
        string[] names = UniqueStems([.. split.TrainGood, .. split.TestGood]), trainNames = names[..split.TrainGood.Count], testNames = names[split.TrainGood.Count..];
        ParallelFiles.For(split.TrainGood.Count, cancel, i =>
        {
            Picture picture = PictureLoader.Load(split.TrainGood[i].Path);
            Save(picture, folder, "train", Sample.Good, trainNames[i]);
            for (int view = 0; view < options.Augment; view++)
                Save(PictureAugmenter.Vary(picture, symmetries, new RenderRandom(options.Seed, 1, i, view)), folder, "train", Sample.Good, $"{trainNames[i]}_further{view}");
            Step();
        });
        ParallelFiles.For(split.TestGood.Count, cancel, i =>
        {
            Save(PictureLoader.Load(split.TestGood[i].Path), folder, "test", Sample.Good, testNames[i]);
            Step();
        });
        ParallelFiles.For(orders.Count, cancel, i =>
        {
            Order order = orders[i];
            Picture good = PictureLoader.Load(split.TestGood[order.Picture].Path), donor = PictureLoader.Load(split.TestGood[order.Donor].Path);
            SyntheticPicture? made = DefectSynthesizer.Make(good, Foreground.Of(good), donor, order.Kind, order.Difficulty, new RenderRandom(options.Seed, 2, i));
            string category = SyntheticNames.Folder(order.Kind), stem = $"{testNames[order.Picture]}_{order.Difficulty.Word()}{order.Number}";
            if (made is null)
            {
                Interlocked.Increment(ref skipped);
            }
            else
            {
                Save(made.Picture, folder, "test", category, stem);
                PictureWriter.SaveMask(made.Mask, Path.Combine(folder, "ground_truth", category, stem + ".png"));
            }

            Step();
        });
        return new SynthesisResult(split.TrainGood.Count * (1 + options.Augment), split.TestGood.Count, orders.Count - skipped, skipped, [.. symmetries.Select(s => s.ToString())]);
    }

    /// <summary>Every kind and severity goes round the held-out pictures, each starting elsewhere.</summary>
    private static List<Order> Plan(int pictures, SynthesisOptions options)
    {
        var orders = new List<Order>();
        var random = new RenderRandom(options.Seed, 3);
        foreach (SyntheticKind kind in options.Kinds)
        foreach (Difficulty difficulty in options.Difficulties)
        {
            int start = random.NextInt(pictures);
            for (int i = 0; i < options.Defects; i++)
                orders.Add(new Order((start + i) % pictures, random.NextInt(pictures), kind, difficulty, i));
        }

        return orders;
    }

    private static void Save(Picture picture, string folder, string side, string category, string stem) =>
        PictureWriter.Save(picture, Path.Combine(folder, side, category, stem + ".png"));

    /// <summary>Names of pictures, unique over train and test: 000.png may be there twice, and is two parts.</summary>
    private static string[] UniqueStems(IReadOnlyList<Sample> samples)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. samples.Select(s =>
            {
                string stem = Path.GetFileNameWithoutExtension(s.RelativePath), name = stem;
                for (int n = 2; !seen.Add(name); n++)
                    name = $"{stem}-{n}";
                return name;
            }),
        ];
    }

    private sealed record Order(int Picture, int Donor, SyntheticKind Kind, Difficulty Difficulty, int Number);
}
