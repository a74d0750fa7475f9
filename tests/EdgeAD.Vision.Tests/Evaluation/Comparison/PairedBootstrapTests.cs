using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Evaluation.Comparison;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Tests.Evaluation.Comparison;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void The_figures_are_those_of_the_evaluations()
    {
        EvaluationResult a = Random(1, 30, 30, shift: 1), b = Random(2, 30, 30, shift: 2);
        ComparisonResult result = PairedBootstrap.Compare(a, b, 200);
        Assert.Equal(a.Auroc!.Value, result.Auroc!.First, 12);
        Assert.Equal(b.Auroc!.Value, result.Auroc.Second, 12);
        Assert.Equal(a.F1AtThreshold!.Value, result.F1!.First, 12);
        Assert.Equal(b.FalseRejectRate!.Value, result.FalseRejects!.Second, 12);
        Assert.Equal(b.EscapeRate!.Value, result.Escapes!.Second, 12);
        Assert.Equal(a.EscapeRate!.Value, result.EscapesPerCategory["hole"].First, 12);
    }

    [Fact]
    public void A_model_against_itself_differs_by_nothing_and_a_better_one_clearly()
    {
        EvaluationResult weak = Random(1, 60, 60, shift: 0.3), strong = Random(1, 60, 60, shift: 3);
        ComparisonResult same = PairedBootstrap.Compare(weak, weak);
        Assert.Equal((0, 0, 0), (same.Auroc!.Value, same.Auroc.Low, same.Auroc.High));
        Assert.False(same.Auroc.IsClear);
        ComparisonResult better = PairedBootstrap.Compare(weak, strong);
        Assert.True(better.Auroc is { IsClear: true, Low: > 0.1 });
        Assert.True(better.Escapes is { IsClear: true, High: < 0 });
        string page = ComparisonReport.Build(better, "old.ead", "new.ead");
        Assert.Contains("second is better", page);
        Assert.Contains("First: old.ead", page);
        Assert.Contains("Second: new.ead", page);
        Assert.Contains("charts pair", page);
        Difference back = PairedBootstrap.Compare(strong, weak).Auroc!;
        Assert.Equal((-better.Auroc.High, -better.Auroc.Low), (back.Low, back.High));
    }

    [Fact]
    public void The_interval_of_the_AUROC_is_about_as_wide_as_theory_says()
    {
        // Against a model that knows nothing but has no spread (all scores equal: AUROC 0.5 in every resample), only the first one's error counts.
        EvaluationResult random = Random(5, 100, 100, shift: 1), constant = Judge(random, _ => 0);
        Difference auroc = PairedBootstrap.Compare(constant, random, 4000).Auroc!;
        double a = auroc.Second, q1 = a / (2 - a), q2 = 2 * a * a / (1 + a); // Hanley and McNeil 1982
        double error = Math.Sqrt(((a * (1 - a)) + (99 * (q1 - (a * a))) + (99 * (q2 - (a * a)))) / 10_000);
        Assert.InRange((auroc.High - auroc.Low) / (2 * 1.96 * error), 0.8, 1.25);
    }

    [Fact]
    public void Pictures_of_one_part_are_drawn_together()
    {
        EvaluationResult single = Random(3, 40, 40, shift: 1);
        // The same pictures twice, as further views of the same parts: no more is known, so the interval must not shrink.
        EvaluationResult doubled = Result([.. single.Pictures.Concat(single.Pictures.Select(p => p with { Sample = p.Sample with { Path = p.Sample.Path + "b" } }))]);
        Difference one = PairedBootstrap.Compare(Judge(single, _ => 0), single, 2000).Auroc!;
        Difference two = PairedBootstrap.Compare(Judge(doubled, _ => 0), doubled, 2000).Auroc!;
        Assert.InRange((two.High - two.Low) / (one.High - one.Low), 0.9, 1.1);
    }

    [Fact]
    public void Without_defects_only_false_rejects_are_compared_and_other_pictures_are_refused()
    {
        EvaluationResult good = Random(1, 10, 0, shift: 0);
        ComparisonResult result = PairedBootstrap.Compare(good, good, 100);
        Assert.NotNull(result.FalseRejects);
        Assert.Null(result.Auroc);
        Assert.Null(result.F1);
        Assert.Null(result.Escapes);
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare(good, Random(1, 9, 0, shift: 0), 100));
    }

    private static EvaluationResult Random(int seed, int good, int defects, double shift)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Result([.. Enumerable.Range(0, good + defects).Select(i => Picture(i, i < good, (float)(Normal() + (i < good ? 0 : shift))))]);
    }

    private static EvaluationResult Judge(EvaluationResult result, Func<PictureResult, float> score) =>
        Result([.. result.Pictures.Select(p => p with { Score = p.Score with { Image = score(p) } })]);

    private static PictureResult Picture(int i, bool good, float score) =>
        new(new Sample($"/p{i}.png", $"p{i}.png", Split.Test, good ? "good" : "hole", $"part{i}"), new Score(score, [score], 1, 1, 1), score > 1.5);

    private static EvaluationResult Result(PictureResult[] pictures) =>
        Summary.Of("set", 1.5f, pictures, [], new PixelEvaluation(new InputView(96, 96), hasMasks: false)) with { Model = "model" };
}
