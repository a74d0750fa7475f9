namespace EdgeAD.Vision.Datasets;

/// <summary>Splits pictures by part, so that no part is learned from and judged at the same time.</summary>
/// <remarks>
/// Pure functions of the samples and the seed: the order in which the samples come, the culture and the machine do not matter.
/// </remarks>
public static class DatasetSplitter
{
    /// <summary>
    /// Gives every sample a side: about <paramref name="testFraction"/> of the good pictures, by whole parts, and every defect go to
    /// <see cref="Split.Test"/>. A part that has a defect picture brings its good pictures along to the test side.
    /// </summary>
    /// <param name="samples">Samples whose split is to be replaced.</param>
    /// <param name="testFraction">Share of good pictures to test with; above 0, below 1.</param>
    /// <param name="seed">Seed of the shuffle.</param>
    /// <returns>The samples in the order given, with new splits.</returns>
    public static IReadOnlyList<Sample> Split(IReadOnlyList<Sample> samples, double testFraction, int seed)
    {
        RequireFraction(testFraction);
        HashSet<string> damaged = [.. samples.Where(s => !s.IsGood).Select(s => s.Part)];
        int goodPictures = samples.Count(s => s.IsGood);
        var free = PartsBySeed(samples.Where(s => s.IsGood && !damaged.Contains(s.Part)), seed);

        // Take parts while that brings the number of test pictures nearer to the target; leave at least one part to learn from.
        double target = goodPictures * testFraction;
        double taken = samples.Count(s => s.IsGood && damaged.Contains(s.Part));
        HashSet<string> test = new(damaged, StringComparer.Ordinal);
        int left = free.Count;
        foreach (var (part, pictures) in free)
        {
            bool nearer = Math.Abs(taken + pictures.Count - target) < Math.Abs(taken - target);
            bool needed = taken == 0;
            if ((nearer || needed) && left > 1)
            {
                test.Add(part);
                taken += pictures.Count;
                left--;
            }
        }

        return [.. samples.Select(s => s with { Split = test.Contains(s.Part) ? Datasets.Split.Test : Datasets.Split.Train })];
    }

    /// <summary>Deals the parts out into folds of nearly equal numbers of pictures.</summary>
    /// <param name="samples">Samples to cross-validate over, usually the good training pictures.</param>
    /// <param name="k">Number of folds, at least 2.</param>
    /// <param name="seed">Seed of the shuffle; other seeds give other folds.</param>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.TooFewGoodParts"/>: fewer parts than folds.</exception>
    public static IReadOnlyList<Fold> Folds(IReadOnlyList<Sample> samples, int k, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        var parts = PartsBySeed(samples, seed);
        if (parts.Count < k)
        {
            throw new EdgeAdException(
                ErrorCode.TooFewGoodParts,
                $"{parts.Count} part(s) cannot be split into {k} folds",
                $"Photograph at least {k} different parts, or check that --group does not lump them together");
        }

        // Largest part first into the emptiest fold; the sort is stable, so equal parts keep their shuffled order.
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        var sizes = new int[k];
        foreach (var (part, pictures) in parts.OrderByDescending(p => p.Pictures.Count))
        {
            int fold = Array.IndexOf(sizes, sizes.Min());
            foldOf[part] = fold;
            sizes[fold] += pictures.Count;
        }

        return
        [
            .. Enumerable.Range(0, k).Select(i => new Fold(
                i,
                [.. samples.Where(s => foldOf[s.Part] != i)],
                [.. samples.Where(s => foldOf[s.Part] == i)])),
        ];
    }

    /// <summary>Parts that have pictures on both sides of the split, in ordinal order.</summary>
    public static IReadOnlyList<string> Straddling(IReadOnlyList<Sample> samples) =>
    [
        .. samples.GroupBy(s => s.Part, StringComparer.Ordinal)
            .Where(g => g.Select(s => s.Split).Distinct().Count() > 1)
            .Select(g => g.Key)
            .Order(StringComparer.Ordinal),
    ];

    internal static void RequireFraction(double testFraction)
    {
        if (!(testFraction > 0 && testFraction < 1))
        {
            throw new EdgeAdException(
                ErrorCode.InvalidOption,
                FormattableString.Invariant($"the test fraction is {testFraction}, but must lie between 0 and 1"),
                "Try 0.3");
        }
    }

    private static List<(string Part, List<Sample> Pictures)> PartsBySeed(IEnumerable<Sample> samples, int seed)
    {
        var parts = samples.GroupBy(s => s.Part, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, g.ToList()))
            .ToList();
        var random = new Random(seed);
        for (int i = parts.Count - 1; i > 0; i--)
        {
            int j = random.Next(i + 1);
            (parts[i], parts[j]) = (parts[j], parts[i]);
        }

        return parts;
    }
}
