using System.CommandLine;
using System.Diagnostics;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Reporting;
using EdgeAD.Vision.Search;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead search</c>: like train, but every choice is made by trying.</summary>
internal static class SearchVerb
{
    private static readonly SearchOptions Defaults = new();

    public static Command Build()
    {
        var dataset = new DatasetInput();
        var output = new Option<string>("--output", "-o") { Description = "Model file to write; replaced only when the search has succeeded.", HelpName = "FILE", Required = true };
        Option<Duration> budget = Duration.Option("--budget", "Time after which nothing new is tried.", Defaults.Budget);
        Option<string?> board = Options.Board("Camera board: milliseconds are its own, estimated; its memory and flash are limits too; 'edgead boards' names them.");
        var milliseconds = new Option<double?>("--max-ms") { Description = "Most milliseconds per picture, on the board (estimated) or on this machine.", HelpName = "MS" };
        var working = new Option<double?>("--max-kb") { Description = "Most working memory in KB, rows of feature maps included.", HelpName = "KB" };
        var model = new Option<double?>("--max-model-kb") { Description = "Largest model file in KB; 180 with a density per cell and 64 with a shared one when left out.", HelpName = "KB" };
        Option<string?> backbone = Options.Backbone();
        Option<double> rate = Options.FalseRejectRate(Defaults.Common.TargetFalseRejectRate);
        Option<string?> name = Options.ModelName();
        Option<string> store = ExperimentVerbs.StoreOption();
        var html = new Option<string?>("--html") { Description = "Write a report with quality against time, one self-contained page.", HelpName = "FILE" };
        Option<bool> skip = Options.SkipUnreadable();
        Option<string?> json = Options.Json();
        var verb = new Verb("search", "Finds input size, colour, layers, density and image score for a data set by trying them on synthetic defects, and writes the best model.",
            "edgead search photos -o model.ead",
            "edgead search photos -o model.ead --board xiao-esp32s3-sense --max-kb 96 --html search.html");
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[output, board, budget, milliseconds, working, model, backbone, rate, name, store, html, skip, json])
            verb.Add(option);
        verb.Run(run =>
        {
            string path = run.Get(output)!;
            var options = new SearchOptions
            {
                Common = new TrainOptions { BackbonePath = run.Get(backbone), TargetFalseRejectRate = run.Get(rate), Seed = run.Get(dataset.Seed), Name = run.Get(name) },
                Budget = run.Get(budget).Time,
                MaxMilliseconds = run.Get(milliseconds),
                MaxWorkingKb = run.Get(working),
                MaxModelKb = run.Get(model),
            };
            if (run.Get(board) is { } named)
                options = options.For(BoardCatalog.Find(named));
            options.Validate();
            OutputPath.Require(path, run.Get(html), run.Get(store));
            long start = Stopwatch.GetTimestamp();
            Dataset opened = dataset.OpenReadable(run, skip);
            using ExperimentStore trials = ExperimentStore.Open(run.Get(store)!, create: true);
            SearchResult result;
            try
            {
                result = run.Work((progress, cancel) => ModelSearch.Run(opened, options, trials, progress, cancel));
            }
            catch (OperationCanceledException)
            {
                run.Note($"the trials so far are kept in {run.Get(store)}; the same command goes on from there");
                throw;
            }

            using (AnomalyModel check = AnomalyModel.Open(result.Model.File, path))
                check.SelfTest();
            AtomicFile.WriteBytes(path, result.Model.File);
            if (run.Get(html) is { } page)
            {
                SearchReport.Write(page, result, options.Clock);
                run.Note($"wrote {page}");
            }

            Say(run, path, result, Stopwatch.GetElapsedTime(start), options.Clock);
            BoardCost? cost = options.Cost?.Of(result.Model.File, path);
            if (cost is not null)
                BoardCostText.Say(run, cost.Board, cost);
            run.WriteJson(json, new
            {
                Model = path,
                Experiment = result.Experiment.Id,
                result.Complete,
                result.TooCostly,
                Chosen = result.Chosen,
                Trials = result.Trials.Count,
                result.Model.Warnings,
                Clock = options.Clock,
                Board = cost,
                result.Model.Card,
            });
            string words = $"{Shell.Quote(path)} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)}";
            run.Next($"edgead eval {words} --html report.html");
            if (cost is not null)
                run.Next($"edgead simulate {words}{BoardCostText.Latency(cost)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static void Say(VerbRun run, string path, SearchResult result, TimeSpan time, string clock)
    {
        foreach (string warning in result.Model.Warnings)
            run.Warn(warning);
        if (!result.Complete)
            run.Warn("the time was over before all that was planned had been tried; the same command with a longer --budget goes on from here");
        run.Say(FormattableString.Invariant($"{path}: {Figures.Bytes(result.Model.File.Length)}, {result.Chosen.Candidate.Key}, the best of {result.Trials.Count} configurations in {time.TotalSeconds:0} s"));
        if (result.TooCostly > 0)
            run.Say($"{result.TooCostly} configurations were beyond the limits and not tried");
        run.Say($"milliseconds are {clock}");
        run.Say();
        var table = new TextTable("configuration", "ranking score", "synthetic AUROC", "hard found", "ms", "works in", "model");
        foreach (RankedTrial trial in result.Trials.DistinctBy(t => t.Candidate.FitKey).Take(8))
        {
            table.Add(
                trial.Candidate.Key, Figures.Ratio(trial.Objective), Figures.Ratio(trial.Metrics["synthetic_auroc"]), Figures.Percent(trial.Metrics["hard_recall"]),
                Figures.Milliseconds(trial.Cost.Milliseconds), Figures.Bytes(trial.Cost.WorkingBytes), Figures.Bytes(trial.Cost.ModelBytes));
        }

        run.Say(table);
        run.Say();
        run.Say($"threshold {Figures.Score(result.Model.Card.Threshold)} rejects {result.Model.Card.HeldOutRejects} of {result.Model.Card.HeldOutParts} held-out good parts");
    }
}
