using System.Globalization;
using System.Text;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Reporting;
using EdgeAD.Vision.Search;
using EdgeAD.Vision.Synthesis;
using static EdgeAD.Vision.Bench.DetectionBench;

namespace EdgeAD.Vision.Bench;

/// <summary>The tables of docs/detection.md.</summary>
public static class DetectionTables
{
    /// <summary>Markdown between the page's marks.</summary>
    /// <param name="cases">All cases.</param>
    /// <param name="options">What was run.</param>
    /// <param name="expected">Cases of a complete run; fewer are said to be so.</param>
    public static string Markdown(IReadOnlyList<DetectionCase> cases, DetectionBenchOptions options, int expected)
    {
        var text = new StringBuilder();
        if (cases.Count < expected)
            text.Append(CultureInfo.InvariantCulture, $"**Unfinished: {cases.Count} of {expected} cases.**\n\n");
        foreach (var backbone in cases.GroupBy(c => c.Backbone))
        {
            text.Append(CultureInfo.InvariantCulture, $"### Backbone: {backbone.Key}\n\n");
            Choice(text, backbone);
            Threshold(text, backbone, options.FalseRejectRate);
            ByRate(text, backbone);
            Quantisation(text, backbone);
            Ranking(text, backbone);
            Kinds(text, backbone);
        }

        LeftOut(text, cases);
        return text.ToString();
    }

    private static void Choice(StringBuilder text, IEnumerable<DetectionCase> cases)
    {
        text.Append("Image AUROC on real defects, mean over splits (in brackets: worst split).\n\n| data set | FOMO-AD recipe | `train` defaults | automatic choice | gain | chosen, split by split |\n|---|---|---|---|---|---|\n");
        var gains = new List<double>();
        foreach (var set in cases.GroupBy(c => c.Dataset))
        {
            double fomo = Mean(set, Fomo), auroc = Mean(set, Auroc);
            gains.Add(auroc - fomo);
            text.Append(CultureInfo.InvariantCulture, $"| {set.Key} | {fomo:0.000} | {Ratio(Mean(set, Plain))} | {auroc:0.000} ({set.Min(c => c.Metrics[Auroc]):0.000}) | {auroc - fomo:+0.000;-0.000} | {string.Join("; ", set.Select(c => c.Chosen).Distinct())} |\n");
        }

        double[] means = [MeanOfSets(cases, Fomo), MeanOfSets(cases, Plain), MeanOfSets(cases, Auroc)];
        text.Append(CultureInfo.InvariantCulture, $"| **mean over sets** | **{means[0]:0.000}** | {Ratio(means[1])} | **{means[2]:0.000}** | **{gains.Average():+0.000;-0.000}** | |\n\n");
    }

    private static void Threshold(StringBuilder text, IEnumerable<DetectionCase> cases, double rate)
    {
        text.Append("Threshold from good training parts only.\n\n| data set | F1 | F1-max | ratio | false rejects | 95 % interval | escapes | AU-PRO |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var set in cases.GroupBy(c => c.Dataset))
        {
            Proportion rejects = Rejects(set);
            text.Append(CultureInfo.InvariantCulture, $"| {set.Key} | {Mean(set, F1):0.000} | {Mean(set, F1Max):0.000} | {Mean(set, F1) / Mean(set, F1Max):0.000} | {rejects.Count} of {rejects.Total} | {Interval(rejects)} | {Figures.Percent(set.Sum(c => c.Metrics[Escapes]) / set.Sum(c => c.Metrics[Defects]))} | {Ratio(Mean(set, AuPro))} |\n");
        }

        Proportion all = Rejects(cases);
        text.Append(CultureInfo.InvariantCulture, $"| **mean over sets** | **{MeanOfSets(cases, F1):0.000}** | **{MeanOfSets(cases, F1Max):0.000}** | **{MeanOfSets(cases, F1) / MeanOfSets(cases, F1Max):0.000}** | **{all.Count} of {all.Total}** | **{Interval(all)}** | | |\n\n");
        text.Append(CultureInfo.InvariantCulture, $"Requested: {Figures.Percent(rate)}; Wilson's interval {Covers(all.Low, all.High, rate)} it");
        if (cases.All(c => c.GoodParts.Count > 0))
        {
            (double low, double high) = PartBootstrap.Interval(cases.GroupBy(c => c.Dataset).Select(set => set.SelectMany(c => c.GoodParts)));
            int odd = cases.GroupBy(c => c.Dataset).Sum(set => set.SelectMany(c => c.GoodParts).Where(p => p.Rejects > 0).Select(p => p.Part).Distinct(StringComparer.Ordinal).Count());
            text.Append(CultureInfo.InvariantCulture, $", which takes every picture for a part of its own. The splits of one set share parts: the rejects are of {(odd == 1 ? "one part" : $"{odd} different parts")}, and a bootstrap over parts gives {Figures.PercentInterval([low, high])}, which {Covers(low, high, rate)} it");
        }

        text.Append(".\n\n");
    }

    private static void ByRate(StringBuilder text, IEnumerable<DetectionCase> cases)
    {
        text.Append("The same models with thresholds for other requested rates, all from the same good training parts.\n\n| requested false rejects | measured | 95 % interval | F1, mean over sets | of F1-max |\n|---|---|---|---|---|\n");
        double best = MeanOfSets(cases, F1Max);
        foreach (double rate in Rates)
        {
            var rejects = new Proportion((int)cases.Sum(c => c.Metrics[AtRate(rate, rejects: true)]), (int)cases.Sum(c => c.Metrics[Good]));
            double f1 = MeanOfSets(cases, AtRate(rate, rejects: false));
            text.Append(CultureInfo.InvariantCulture, $"| {Figures.Percent(rate)} | {Figures.Percent(rejects.Rate)} | {Interval(rejects)} | {f1:0.000} | {f1 / best:0.000} |\n");
        }

        text.Append('\n');
    }

    private static void Quantisation(StringBuilder text, IEnumerable<DetectionCase> cases)
    {
        text.Append("The chosen configuration with float network, projection and density against the model file in int8 on the C kernels.\n\n| data set | float | int8 | difference | largest of a split |\n|---|---|---|---|---|\n");
        foreach (var set in cases.GroupBy(c => c.Dataset))
            text.Append(CultureInfo.InvariantCulture, $"| {set.Key} | {Mean(set, Float):0.0000} | {Mean(set, Auroc):0.0000} | {Difference(Mean(set, Auroc) - Mean(set, Float))} | {set.Max(c => Math.Abs(c.Metrics[Auroc] - c.Metrics[Float])):0.0000} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **mean over sets** | **{MeanOfSets(cases, Float):0.0000}** | **{MeanOfSets(cases, Auroc):0.0000}** | **{Difference(MeanOfSets(cases, Auroc) - MeanOfSets(cases, Float))}** | |\n\n");
    }

    // A negative difference that rounds to zero has no sign of its own: adding zero takes it away.
    private static string Difference(double value) => (Math.Round(value, 4) + 0.0).ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture);

    private static void Ranking(StringBuilder text, IEnumerable<DetectionCase> cases)
    {
        text.Append("Spearman's correlation of synthetic with real image AUROC over all configurations tried, the same for the score that the search ranks by, and what the choice lost against the best configuration tried.\n\n| data set | synthetic AUROC | ranking score | best tried | regret | search, s | model, KB | ms on this machine |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var set in cases.GroupBy(c => c.Dataset))
            text.Append(CultureInfo.InvariantCulture, $"| {set.Key} | {Mean(set, Correlation):0.00} | {Mean(set, ScoreCorrelation):0.00} | {Mean(set, BestTrial):0.000} | {Mean(set, Regret):0.000} | {Mean(set, Seconds):0} | {Mean(set, ModelBytes) / 1024:0} | {Mean(set, Milliseconds):0.0} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| **mean over sets** | **{MeanOfSets(cases, Correlation):0.00}** | **{MeanOfSets(cases, ScoreCorrelation):0.00}** | **{MeanOfSets(cases, BestTrial):0.000}** | **{MeanOfSets(cases, Regret):0.000}** | {MeanOfSets(cases, Seconds):0} | {MeanOfSets(cases, ModelBytes) / 1024:0} | {MeanOfSets(cases, Milliseconds):0.0} |\n\n");
    }

    private static void Kinds(StringBuilder text, IEnumerable<DetectionCase> cases)
    {
        SyntheticKind[] kinds = Enum.GetValues<SyntheticKind>();
        text.Append(CultureInfo.InvariantCulture, $"The same correlation for each kind of synthetic defects alone, mean over sets.\n\n| {string.Join(" | ", kinds.Select(k => k.Folder()))} |\n|{string.Concat(kinds.Select(_ => "---|"))}\n| {string.Join(" | ", kinds.Select(k => MeanOfSets(cases, CorrelationOf(k)).ToString("0.00", CultureInfo.InvariantCulture)))} |\n\n");
    }

    /// <summary>What the search's choice is worth where its weights have not been fitted.</summary>
    private static void LeftOut(StringBuilder text, IReadOnlyList<DetectionCase> cases)
    {
        string[] sets = [.. cases.Where(c => c.Trials.Count > 0).Select(c => c.Dataset).Distinct(StringComparer.Ordinal)];
        if (sets.Length < 2)
            return;
        var study = new RankingStudy(cases);
        text.Append("### Ranking, one set left out\n\nImage AUROC on real defects of what is chosen, mean over backbones and splits: by the search's weights; by weights fitted to the other sets; by those without any figure of synthetic defects; the one configuration that is best on the other sets; the best that was tried.\n\n");
        text.Append("| data set | search | fitted to the others | without synthetic defects | others' best | best tried |\n|---|---|---|---|---|---|\n");
        var rows = sets.Select(s => (Set: s, Values: (double[])
        [
            study.Worth(s, Objective.Weights), study.Worth(s, study.Fit(s)), study.Worth(s, [.. study.Fit(s).Select((w, i) => i < Objective.SyntheticFacts ? 0 : w)]), study.WorthOfOthersBest(s), study.Best(s),
        ])).ToList();
        rows.Add(("**mean over sets**", [.. Enumerable.Range(0, 5).Select(k => rows.Average(r => r.Values[k]))]));
        foreach ((string set, double[] values) in rows)
            text.Append(CultureInfo.InvariantCulture, $"| {set} | {string.Join(" | ", values.Select(Ratio))} |\n");
        text.Append("\nWeights of the ranking score, shipped and as fitted to all of these sets:\n\n| | shipped | fitted |\n|---|---|---|\n");
        foreach ((string name, double shipped, double fitted) in Objective.Names.Zip(Objective.Weights, study.Fit(without: null)))
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {shipped:0.0000} | {fitted:0.0000} |\n");
        text.Append('\n');
    }

    private static double Mean(IEnumerable<DetectionCase> cases, string figure) => cases.Average(c => c.Metrics.GetValueOrDefault(figure, double.NaN));

    private static double MeanOfSets(IEnumerable<DetectionCase> cases, string figure) => cases.GroupBy(c => c.Dataset).Average(set => Mean(set, figure));

    private static string Covers(double? low, double? high, double rate) => low <= rate && high >= rate ? "covers" : "does not cover";

    private static Proportion Rejects(IEnumerable<DetectionCase> cases) => new((int)cases.Sum(c => c.Metrics[FalseRejects]), (int)cases.Sum(c => c.Metrics[Good]));

    private static string Interval(Proportion share) => share is { Low: { } low, High: { } high } ? Figures.PercentInterval([low, high]) : Figures.None;

    private static string Ratio(double value) => double.IsNaN(value) ? Figures.None : value.ToString("0.000", CultureInfo.InvariantCulture);
}
