namespace EdgeAD.Vision.Evaluation.Comparison;

/// <summary>Intervals of differences between two models that judged the same pictures.</summary>
/// <remarks>
/// Parts are drawn with replacement, good and defective ones apart, and each draw brings all pictures of the part for both models (paired cluster
/// bootstrap, percentile intervals; Efron and Tibshirani 1993). A difference that comes from a few parts alone shows as a wide interval.
/// </remarks>
public static class PairedBootstrap
{
    /// <summary>Resamples unless told otherwise.</summary>
    public const int DefaultResamples = 2000;

    /// <summary>Compares.</summary>
    /// <param name="first">First model on some pictures.</param>
    /// <param name="second">Second model on the same pictures.</param>
    /// <param name="resamples">Resamples, at least 100.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <exception cref="ArgumentException">The two did not judge the same pictures.</exception>
    public static ComparisonResult Compare(EvaluationResult first, EvaluationResult second, int resamples = DefaultResamples, int seed = 0)
    {
        if (!first.Pictures.Select(p => p.Sample.Path).SequenceEqual(second.Pictures.Select(p => p.Sample.Path)))
            throw new ArgumentException("the two evaluations are of different pictures");
        IReadOnlyList<PictureResult> pictures = first.Pictures;
        int[] partOf = PartNumbers(pictures, out int parts);
        (int[] good, int[] defective) = (PartsWith(pictures, partOf, good: true), PartsWith(pictures, partOf, good: false));
        Judged a = new(first), b = new(second);
        string[] categories = [.. pictures.Where(p => !p.Sample.IsGood).Select(p => p.Sample.Category).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        var draws = new List<Figures[]>();
        var random = new Random(seed);
        var weight = new int[parts];
        for (int r = 0; r < resamples; r++)
        {
            Array.Clear(weight);
            Draw(good, weight, random);
            Draw(defective, weight, random);
            int[] weights = [.. partOf.Select(p => weight[p])];
            draws.Add([a.With(weights, categories), b.With(weights, categories)]);
        }

        int[] once = [.. Enumerable.Repeat(1, pictures.Count)];
        (Figures x, Figures y) = (a.With(once, categories), b.With(once, categories));
        Difference? Of(Func<Figures, double> figure) => Interval(figure(x), figure(y), draws.Select(d => figure(d[1]) - figure(d[0])));
        var perCategory = new SortedDictionary<string, Difference>(StringComparer.Ordinal);
        for (int c = 0; c < categories.Length; c++)
        {
            if (Of(f => f.CategoryEscapes[c]) is { } difference)
                perCategory[categories[c]] = difference;
        }

        return new ComparisonResult(first, second, parts, resamples, Of(f => f.Auroc), Of(f => f.F1), Of(f => f.FalseRejects), Of(f => f.Escapes), perCategory);
    }

    private static int[] PartNumbers(IReadOnlyList<PictureResult> pictures, out int count)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] partOf = [.. pictures.Select(p => numbers.TryGetValue(p.Sample.Part, out int n) ? n : numbers[p.Sample.Part] = numbers.Count)];
        count = numbers.Count;
        return partOf;
    }

    /// <summary>Parts that have a picture of that kind; a part with both kinds counts as defective.</summary>
    private static int[] PartsWith(IReadOnlyList<PictureResult> pictures, int[] partOf, bool good)
    {
        HashSet<int> defective = [.. pictures.Select((p, i) => (p, i)).Where(e => !e.p.Sample.IsGood).Select(e => partOf[e.i])];
        return [.. partOf.Distinct().Where(p => defective.Contains(p) != good)];
    }

    private static void Draw(int[] parts, int[] weight, Random random)
    {
        for (int i = 0; i < parts.Length; i++)
            weight[parts[random.Next(parts.Length)]]++;
    }

    private static Difference? Interval(double first, double second, IEnumerable<double> differences)
    {
        double[] sorted = [.. differences.Where(double.IsFinite).Order()];
        if (!double.IsFinite(first) || !double.IsFinite(second) || sorted.Length == 0)
            return null;
        return new Difference(first, second, Quantile(sorted, 0.025), Quantile(sorted, 0.975));
    }

    private static double Quantile(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Round(share * (sorted.Length - 1)), 0, sorted.Length - 1)];

    private readonly record struct Figures(double Auroc, double F1, double FalseRejects, double Escapes, double[] CategoryEscapes);

    /// <summary>One model's verdicts, sorted once by score so that every resample is a walk down the list.</summary>
    private sealed class Judged
    {
        private readonly PictureResult[] _pictures;
        private readonly int[] _order; // worst first

        public Judged(EvaluationResult result)
        {
            _pictures = [.. result.Pictures];
            _order = [.. Enumerable.Range(0, _pictures.Length).OrderByDescending(i => Rank(_pictures[i]))];
        }

        public Figures With(int[] weights, string[] categories)
        {
            double good = 0, defects = 0, falseRejects = 0, found = 0;
            var all = new double[categories.Length];
            var missed = new double[categories.Length];
            for (int i = 0; i < _pictures.Length; i++)
            {
                if (_pictures[i].Sample.IsGood)
                {
                    good += weights[i];
                    falseRejects += _pictures[i].Rejected ? weights[i] : 0;
                    continue;
                }

                int category = Array.BinarySearch(categories, _pictures[i].Sample.Category, StringComparer.Ordinal);
                defects += weights[i];
                all[category] += weights[i];
                found += _pictures[i].Rejected ? weights[i] : 0;
                missed[category] += _pictures[i].Rejected ? 0 : weights[i];
            }

            double f1 = defects == 0 ? double.NaN : 2 * found / (defects + found + falseRejects);
            return new Figures(Area(weights, good, defects), f1, falseRejects / good, (defects - found) / defects, [.. missed.Zip(all, (m, n) => m / n)]);
        }

        private double Area(int[] weights, double good, double defects)
        {
            double above = 0, area = 0; // defects above; pairs in the right order, ties counting half
            for (int i = 0; i < _order.Length;)
            {
                float score = Rank(_pictures[_order[i]]);
                double tiedGood = 0, tiedDefects = 0;
                for (; i < _order.Length && Rank(_pictures[_order[i]]) == score; i++)
                {
                    if (_pictures[_order[i]].Sample.IsGood)
                        tiedGood += weights[_order[i]];
                    else
                        tiedDefects += weights[_order[i]];
                }

                area += tiedGood * (above + (tiedDefects / 2));
                above += tiedDefects;
            }

            return area / (good * defects);
        }

        private static float Rank(PictureResult picture) => float.IsNaN(picture.Score.Image) ? float.PositiveInfinity : picture.Score.Image;
    }
}
