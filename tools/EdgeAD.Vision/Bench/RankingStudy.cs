using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Search;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Bench;

/// <summary>
/// Where the weights of <see cref="Objective"/> come from, and what a choice by such weights is worth on a data set that they were fitted without: leave one set out.
/// </summary>
/// <remarks>
/// Ridge regression of real image AUROC on the facts, both relative to their mean over the trials of a case, so that only differences within a case count; every
/// data set counts the same. Trials near the best of their case count more: which of two bad configurations is worse does not matter.
/// </remarks>
internal sealed class RankingStudy
{
    private const double Ridge = 0.01, Near = 0.05; // of the variance of a fact within a case; AUROC below the best at which a trial counts 1/e

    private readonly Case[] _cases;
    private readonly double[] _spread; // of every fact, within a case

    /// <summary>Over these cases, of any backbones.</summary>
    public RankingStudy(IEnumerable<DetectionCase> cases)
    {
        _cases = [.. cases.Where(c => c.Trials.Count > 0).Select(Case.Of)];
        _spread = [.. Enumerable.Range(0, Objective.Names.Length).Select(i => Math.Sqrt(_cases.Average(c => Variance([.. c.Facts.Select(f => f[i])]))) + 1e-9)];
    }

    /// <summary>Weights fitted to all sets but one, or to all.</summary>
    public double[] Fit(string? without)
    {
        int n = _spread.Length;
        var (products, sums) = (Matrix<double>.Build.Dense(n, n), Vector<double>.Build.Dense(n));
        var sets = _cases.Where(c => c.Dataset != without).GroupBy(c => c.Dataset).ToArray();
        foreach (var set in sets)
        foreach (Case one in set)
        {
            double best = one.Real.Max();
            double[] weight = [.. one.Real.Select(r => Math.Exp((r - best) / Near))];
            double total = weight.Sum(), mean = one.Real.Zip(weight, (r, w) => r * w).Sum() / total;
            var facts = Matrix<double>.Build.Dense(one.Real.Length, n, (t, i) => one.Facts[t][i] / _spread[i]);
            Vector<double> centre = facts.LeftMultiply(Vector<double>.Build.Dense(weight)) / total;
            for (int t = 0; t < weight.Length; t++)
            {
                Vector<double> fact = facts.Row(t) - centre;
                double share = weight[t] / (total * set.Count() * sets.Length);
                products += share * fact.OuterProduct(fact);
                sums += share * (one.Real[t] - mean) * fact;
            }
        }

        return [.. (products + (Ridge * Matrix<double>.Build.DenseIdentity(n))).Solve(sums).Select((w, i) => w / _spread[i])];
    }

    /// <summary>Mean real AUROC on one set of what some weights choose there.</summary>
    public double Worth(string dataset, IReadOnlyList<double> weights) => Of(dataset).Average(c => c.Real[c.Choose(weights)]);

    /// <summary>Mean real AUROC on one set of the single configuration that is best on all others.</summary>
    public double WorthOfOthersBest(string dataset)
    {
        Case[] others = [.. _cases.Where(c => c.Dataset != dataset)];
        string[] common = [.. _cases.Select(c => c.ByName.Keys).Aggregate((IEnumerable<string> a, IEnumerable<string> b) => a.Intersect(b)).Order(StringComparer.Ordinal)];
        string best = common.MaxBy(k => others.GroupBy(c => c.Dataset).Average(s => s.Average(c => c.ByName[k]))) ?? "";
        return best.Length == 0 ? double.NaN : Of(dataset).Average(c => c.ByName[best]);
    }

    /// <summary>Mean over the cases of a set of the best that was tried.</summary>
    public double Best(string dataset) => Of(dataset).Average(c => c.Real.Max());

    private IEnumerable<Case> Of(string dataset) => _cases.Where(c => c.Dataset == dataset);

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }

    private sealed record Case(string Dataset, double[][] Facts, double[] Real, bool[] Last, double[] Lead, IReadOnlyDictionary<string, double> ByName)
    {
        public static Case Of(DetectionCase from) => new(
            from.Dataset, [.. from.Trials.Select(t => Objective.Facts(t, from.Colour))], [.. from.Trials.Select(t => t.Metrics[TrialRecord.RealAuroc])],
            [.. from.Trials.Select(t => t.Stage == ModelSearch.RefineStage || !from.Trials.Any(o => o.Stage == ModelSearch.RefineStage && o.Key == t.Key))],
            [.. from.Trials.Select(t => t.Key == from.Defaults ? Objective.Lead : 0)],
            from.Trials.GroupBy(t => from.Colour ? t.Key : t.Key.Replace("-grey", "", StringComparison.Ordinal)).ToDictionary(g => g.Key, g => g.First().Metrics[TrialRecord.RealAuroc], StringComparer.Ordinal));

        /// <summary>As the search chooses: what was tried in both rounds counts as in the second.</summary>
        public int Choose(IReadOnlyList<double> weights) =>
            Enumerable.Range(0, Real.Length).Where(i => Last[i]).MaxBy(i => Facts[i].Zip(weights, (f, w) => f * w).Sum() + Lead[i]);
    }
}
