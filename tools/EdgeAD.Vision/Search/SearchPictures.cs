using EdgeAD.Schema;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;

namespace EdgeAD.Vision.Search;

/// <summary>What configurations are compared on: good training pictures dealt into folds by part, and synthetic defects on them.</summary>
/// <param name="Good">Good pictures at working size.</param>
/// <param name="FoldOf">Fold that holds a good picture out, and the defects made on it with it.</param>
/// <param name="Folds">Number of folds.</param>
/// <param name="Synthetic">Defects; consecutive ones differ in kind, severity and picture, so that any leading share is balanced.</param>
/// <param name="Grey">True when no picture has colour.</param>
internal sealed record SearchPictures(IReadOnlyList<Frame> Good, int[] FoldOf, int Folds, IReadOnlyList<SyntheticFrame> Synthetic, bool Grey)
{
    /// <summary>Largest working size; also the largest input that a search tries is not far from it.</summary>
    private const int LargestSide = 256, SmallestSide = 96, MostFolds = 3, MostGood = 80, SyntheticPerKind = 10;

    /// <summary>Reads the good training pictures and damages copies of them.</summary>
    /// <param name="dataset">Only its good training pictures are read.</param>
    /// <param name="seed">Seed of folds and defects.</param>
    /// <param name="progress">Counts pictures.</param>
    /// <param name="cancel">Stops the work.</param>
    public static SearchPictures Load(Dataset dataset, int seed, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        Sample[] samples = Share(dataset.TrainGood, seed);
        int side = WorkingSide(samples);
        Frame[] good = FrameLoader.Load(samples, side, side, 3, Fit.CenterCrop, progress, cancel);
        int parts = samples.Select(s => s.Part).Distinct(StringComparer.Ordinal).Count();
        IReadOnlyList<Fold> folds = DatasetSplitter.Folds(samples, Math.Clamp(parts / 3, 2, MostFolds), seed);
        var foldOf = new int[samples.Length];
        foreach (Fold fold in folds)
        {
            foreach (Sample sample in fold.HeldOut)
                foldOf[Array.IndexOf(samples, sample)] = fold.Index;
        }

        return new SearchPictures(good, foldOf, folds.Count, Damage(good, seed, progress, cancel), good.All(IsGrey));
    }

    /// <summary>Frames of other pictures, brought to the same working size.</summary>
    public Frame[] Prepare(IReadOnlyList<Sample> samples, CancellationToken cancel) =>
        FrameLoader.Load(samples, Good[0].Width, Good[0].Height, 3, Fit.CenterCrop, null, cancel);

    private static Sample[] Share(IReadOnlyList<Sample> samples, int seed)
    {
        if (samples.Count <= MostGood)
            return [.. samples];
        Sample[] shuffled = [.. samples];
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled.Take(MostGood).OrderBy(s => s.RelativePath, StringComparer.Ordinal)];
    }

    private static int WorkingSide(Sample[] samples)
    {
        int[] sides = [.. samples.Take(9).Select(s => PictureLoader.Size(s.Path) is var (width, height) ? Math.Min(width, height) : 0).Order()];
        return Math.Clamp(sides[sides.Length / 2] / 8 * 8, SmallestSide, LargestSide);
    }

    private static SyntheticFrame[] Damage(Frame[] good, int seed, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        Picture[] pictures = [.. good.Select(f => new Picture(f.Width, f.Height, f.Pixels))];
        var foregrounds = new Foreground[good.Length];
        ParallelFiles.For(good.Length, cancel, i => foregrounds[i] = Foreground.Of(pictures[i]));
        SyntheticKind[] kinds = Enum.GetValues<SyntheticKind>();
        Difficulty[] difficulties = Enum.GetValues<Difficulty>();
        int[] order = [.. Enumerable.Range(0, good.Length)];
        new Random(seed).Shuffle(order);
        var made = new SyntheticFrame?[kinds.Length * difficulties.Length * SyntheticPerKind];
        int done = 0;
        ParallelFiles.For(made.Length, cancel, i =>
        {
            int on = order[i % order.Length];
            SyntheticKind kind = kinds[i % kinds.Length];
            Difficulty difficulty = difficulties[i / kinds.Length % difficulties.Length];
            var random = new RenderRandom(seed, 4, i);
            if (DefectSynthesizer.Make(pictures[on], foregrounds[on], pictures[random.NextInt(pictures.Length)], kind, difficulty, random) is { } result)
                made[i] = new SyntheticFrame(good[on] with { Pixels = result.Picture.Rgb }, on, kind, difficulty);
            progress?.Report(new WorkProgress("synthetic defects", Interlocked.Increment(ref done), made.Length));
        });
        return [.. made.OfType<SyntheticFrame>()];
    }

    private static bool IsGrey(Frame frame)
    {
        for (int i = 0; i < frame.Pixels.Length; i += 3)
        {
            if (Math.Abs(frame.Pixels[i] - frame.Pixels[i + 1]) > 2 || Math.Abs(frame.Pixels[i] - frame.Pixels[i + 2]) > 2)
                return false;
        }

        return true;
    }
}
