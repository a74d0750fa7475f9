using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Evaluation.Comparison;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead compare</c>: two models on the same pictures, and whether the difference is more than luck.</summary>
internal static class CompareVerb
{
    public static Command Build()
    {
        var first = new Argument<string>("A.ead") { Description = "First model file." };
        var second = new Argument<string>("B.ead") { Description = "Second model file." };
        var dataset = new DatasetInput();
        var resamples = new Option<int>("--resamples") { Description = "Bootstrap resamples.", HelpName = "N", DefaultValueFactory = _ => PairedBootstrap.DefaultResamples };
        var html = new Option<string?>("--html") { Description = "Write a report, one self-contained page.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        Option<bool> skip = Options.SkipUnreadable();
        var verb = new Verb("compare", "Judges the test pictures with two models and says which differences are more than luck (paired bootstrap over parts).",
            "edgead compare old.ead new.ead photos",
            "edgead compare old.ead new.ead photos --group 'part(\\d+)' --html compare.html")
        {
            first, second,
        };
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[resamples, html, skip, json])
            verb.Add(option);
        verb.Run(run =>
        {
            if (run.Get(resamples) is < 100 or > 1_000_000)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--resamples {run.Get(resamples)} is out of range", "give 100 to 1000000");
            OutputPath.Require(run.Get(html));
            using AnomalyModel a = AnomalyModel.Open(run.Get(first)), b = AnomalyModel.Open(run.Get(second));
            Dataset judged = dataset.OpenFor(run, a.Card);
            if (a.Card.Dataset == b.Card.Dataset && a.Card.DatasetSha256 != b.Card.DatasetSha256)
                run.Warn("the two models learned from different splits: one of them may have seen pictures that both are judged on");
            var options = new EvaluationOptions { SkipUnreadable = run.Get(skip) };
            ComparisonResult result = run.Work((progress, cancel) => PairedBootstrap.Compare(
                Evaluator.Evaluate(a, judged, options, progress, cancel), Evaluator.Evaluate(b, judged, options, progress, cancel), run.Get(resamples), run.Get(dataset.Seed)));
            run.Say($"{result.First.Dataset}: {result.First.Images} pictures of {result.Parts} parts; first = {run.Get(first)}, second = {run.Get(second)}");
            run.Say();
            var table = new TextTable("", "first", "second", "difference", "95 % interval", "") { AlignLeft = true };
            foreach (string[] row in ComparisonReport.Rows(result))
                table.Add(row);
            run.Say(table);
            if (run.Get(html) is { } page)
            {
                ComparisonReport.Write(page, result, run.Get(first), run.Get(second));
                run.Note($"wrote {page}");
            }

            run.WriteJson(json, result);
            run.Next($"edgead eval {Shell.Quote(run.Get(second))} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)}{run.Words(skip)} --html report.html");
            return ExitCode.Ok;
        });
        return verb;
    }
}
