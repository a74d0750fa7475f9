using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead eval</c>: what a model is worth on the test pictures of a data set.</summary>
internal static class EvalVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        var dataset = new DatasetInput();
        Option<string?> json = Options.Json();
        var html = new Option<string?>("--html") { Description = "Write a report with charts and heat maps, one self-contained page.", HelpName = "FILE" };
        var maps = new Option<string?>("--maps") { Description = "Write a heat-map overlay per picture to DIR/<category>/<name>.png.", HelpName = "DIR" };
        var threshold = new Option<float?>("--threshold") { Description = "Judge with another threshold than the model's.", HelpName = "SCORE" };
        Option<bool> skip = Options.SkipUnreadable();
        var verb = new Verb("eval", "Judges the test pictures of a data set and says how many defects were found and how many good parts were lost.",
            "edgead eval model.ead photos --html report.html",
            "edgead eval model.ead photos --json result.json --maps maps")
        {
            model,
        };
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[json, html, maps, threshold, skip])
            verb.Add(option);
        verb.Run(run =>
        {
            if (run.Get(threshold) is { } given && !float.IsFinite(given))
                throw new EdgeAdException(ErrorCode.InvalidOption, "--threshold is not a finite number", "Give a score such as 3.5");
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            OutputPath.Require(run.Get(html));
            OutputPath.RequireFolder(run.Get(maps));
            Dataset judged = dataset.OpenFor(run, opened.Card);
            var options = new EvaluationOptions { SkipUnreadable = run.Get(skip), Threshold = run.Get(threshold) };
            EvaluationResult result = run.Work((progress, cancel) => Evaluator.Evaluate(opened, judged, options, progress, cancel));
            run.WarnLeftOut(result.Unreadable);
            if (run.Get(maps) is { } mapFolder)
            {
                run.Work((progress, cancel) =>
                {
                    MapWriter.WriteAll(result, opened.Card, mapFolder, progress, cancel);
                    return true;
                });
                run.Note($"wrote {result.Images} heat maps to {mapFolder}");
            }
            if (run.Get(html) is { } page)
            {
                run.Work((progress, cancel) =>
                {
                    HtmlReport.Write(page, result, opened.Card, null, progress, cancel);
                    return true;
                });
                run.Note($"wrote {page}");
            }
            EvaluationText.Say(run, result, opened.Card);
            run.WriteJson(json, result);
            string words = $"{Shell.Quote(run.Get(model))} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)}{run.Words(skip)}";
            run.Next(run.Get(html) is null ? $"edgead eval {words}{run.Words(threshold)} --html report.html" : $"edgead simulate {words}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
