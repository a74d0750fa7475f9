using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;
using MathNet.Numerics.Distributions;

namespace EdgeAD.Vision.Search;

/// <summary>Scores candidates of one feature bank: fitted without a fold, judged on that fold's good pictures and the defects made on them.</summary>
/// <remarks>Bank layout: good pictures first, then synthetic ones, then any others. Safe to call from several threads.</remarks>
internal sealed class CandidateScorer(FeatureBank bank, SearchPictures pictures, double falseRejectRate, int seed)
{
    /// <summary>Scores one fit under several aggregations.</summary>
    /// <param name="candidates">Equal but for the image score.</param>
    /// <param name="synthetic">How many of the synthetic defects to use, from the first.</param>
    /// <param name="cancel">Stops the work.</param>
    public SyntheticScores[] Score(IReadOnlyList<Candidate> candidates, int synthetic, CancellationToken cancel)
    {
        var head = new Head(bank, candidates[0], pictures.Good.Count, seed, cancel);
        int count = pictures.Good.Count + Math.Min(synthetic, pictures.Synthetic.Count);
        float[][] scores = [.. candidates.Select(_ => new float[count])]; // [candidate][good pictures, then synthetic ones]
        for (int fold = 0; fold < pictures.Folds; fold++)
        {
            int[] fit = [.. Enumerable.Range(0, pictures.Good.Count).Where(i => pictures.FoldOf[i] != fold)];
            int[] held = [.. Enumerable.Range(0, count).Where(i => FoldOf(i) == fold)];
            float[][] cells = head.SortedCells(fit, held);
            for (int i = 0; i < held.Length; i++)
            for (int c = 0; c < scores.Length; c++)
                scores[c][held[i]] = TopMean(cells[i], candidates[c].TopCount(cells[i].Length));
        }

        return [.. scores.Select(Summarise)];
    }

    /// <summary>Image scores of further pictures of the bank, from a fit to all good ones.</summary>
    /// <param name="candidates">Equal but for the image score.</param>
    /// <param name="first">Index of the first picture in the bank.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns><c>[candidate][picture]</c>.</returns>
    public float[][] ScoreOthers(IReadOnlyList<Candidate> candidates, int first, CancellationToken cancel)
    {
        var head = new Head(bank, candidates[0], pictures.Good.Count, seed, cancel);
        float[][] cells = head.SortedCells([.. Enumerable.Range(0, pictures.Good.Count)], [.. Enumerable.Range(first, bank.Pictures - first)]);
        return [.. candidates.Select(c => cells.Select(s => TopMean(s, c.TopCount(s.Length))).ToArray())];
    }

    /// <summary>Mean of the largest values of an ascending list.</summary>
    internal static float TopMean(float[] sorted, int count)
    {
        double sum = 0;
        for (int i = sorted.Length - count; i < sorted.Length; i++)
            sum += sorted[i];
        return (float)(sum / count);
    }

    private int FoldOf(int picture) =>
        pictures.FoldOf[picture < pictures.Good.Count ? picture : pictures.Synthetic[picture - pictures.Good.Count].Good];

    private SyntheticScores Summarise(float[] scores)
    {
        int goods = pictures.Good.Count;
        var perKind = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
        var levels = new (double Mean, double Deviation)[pictures.Folds];
        for (int fold = 0; fold < pictures.Folds; fold++)
        {
            float[] good = [.. Enumerable.Range(0, goods).Where(i => FoldOf(i) == fold).Select(i => scores[i])];
            double mean = good.Average(s => (double)s);
            levels[fold] = (mean, Math.Sqrt(good.Average(s => (s - mean) * (s - mean))) + 1e-6);
            foreach (var group in Enumerable.Range(goods, scores.Length - goods).Where(i => FoldOf(i) == fold).GroupBy(i => Name(pictures.Synthetic[i - goods])))
            {
                if (!perKind.TryGetValue(group.Key, out List<double>? list))
                    perKind[group.Key] = list = [];
                list.Add(RocCurve.Of(good, [.. group.Select(i => scores[i])]).Area ?? 0.5);
            }
        }

        float Level(int i) => (float)((scores[i] - levels[FoldOf(i)].Mean) / levels[FoldOf(i)].Deviation);
        double threshold = TailQuantile.Of([.. Enumerable.Range(0, goods).Select(Level).Select(s => (double)s).Order()], falseRejectRate);
        int[] hard = [.. Enumerable.Range(goods, scores.Length - goods).Where(i => pictures.Synthetic[i - goods].Difficulty == Difficulty.Hard)];
        double recall = hard.Length == 0 ? 0 : hard.Count(i => Level(i) > threshold) / (double)hard.Length;
        double spread = Math.Sqrt(2 * levels.Average(l => l.Deviation * l.Deviation));
        var paired = Enumerable.Range(goods, scores.Length - goods).GroupBy(i => Name(pictures.Synthetic[i - goods]), StringComparer.Ordinal).ToDictionary(
            g => g.Key, g => g.Average(i => Normal.CDF(0, 1, (scores[i] - scores[pictures.Synthetic[i - goods].Good]) / spread)), StringComparer.Ordinal);
        var means = perKind.ToDictionary(p => p.Key, p => p.Value.Average(), StringComparer.Ordinal);
        return new SyntheticScores(WeightedMean(means), recall, WeightedMean(paired), means);
    }

    /// <summary>Patches and blurs count less: what they say about a configuration has little to do with real defects (docs/detection.md).</summary>
    private static double WeightedMean(Dictionary<string, double> perKind)
    {
        double sum = 0, total = 0;
        foreach ((string kind, double value) in perKind)
        {
            double weight = kind.StartsWith(SyntheticKind.Patch.Folder(), StringComparison.Ordinal) || kind.StartsWith(SyntheticKind.Blur.Folder(), StringComparison.Ordinal) ? 0.25 : 1;
            sum += weight * value;
            total += weight;
        }

        return total > 0 ? sum / total : 0.5;
    }

    private static string Name(SyntheticFrame frame) => $"{frame.Kind.Folder()}_{frame.Difficulty.Word()}";
}
