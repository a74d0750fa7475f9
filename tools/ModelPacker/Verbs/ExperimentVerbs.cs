using System.CommandLine;
using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Experiments.Mlflow;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead experiments list|show|compare|export</c>: what searches have recorded.</summary>
internal static class ExperimentVerbs
{
    public static Command Build() => new Verb("experiments", "Lists, shows, compares and exports what searches have recorded.", "edgead experiments list", "edgead experiments show 1") { List(), Show(), Compare(), Export() };

    /// <summary><c>--store FILE</c>.</summary>
    public static Option<string> StoreOption() => new("--store")
    {
        Description = "File that records every trial; an interrupted search goes on from it.", HelpName = "FILE", DefaultValueFactory = _ => ExperimentStore.DefaultPath,
    };

    private static Argument<long> Number() => new("ID") { Description = "Number of an experiment, as 'experiments list' shows it." };

    private static Verb List()
    {
        Option<string> store = StoreOption();
        Option<string?> json = Options.Json();
        var verb = new Verb("list", "Lists all experiments.", "edgead experiments list") { store, json };
        verb.Run(run =>
        {
            using ExperimentStore opened = ExperimentStore.Open(run.Get(store)!, create: false);
            IReadOnlyList<Experiment> experiments = opened.Experiments();
            var table = new TextTable("id", "name", "trials", "begun", "state", "commit") { AlignLeft = true };
            foreach (Experiment e in experiments)
                table.Add($"{e.Id}", e.Name, $"{e.Trials}", e.Created.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), e.Finished is null ? "unfinished" : "finished", e.Commit[..Math.Min(8, e.Commit.Length)]);
            run.Say(table);
            run.WriteJson(json, experiments);
            if (experiments.Count > 0)
                run.Next($"edgead experiments show {experiments[^1].Id}{run.Words(store)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Show()
    {
        Argument<long> id = Number();
        Option<string> store = StoreOption();
        var metric = new Option<string>("--metric") { Description = "Metric to sort by, largest first.", HelpName = "NAME", DefaultValueFactory = _ => "synthetic_auroc" };
        var top = new Option<int>("--top") { Description = "Trials to show; --json holds all.", HelpName = "N", DefaultValueFactory = _ => 20 };
        var model = new Option<string?>("--model") { Description = "Write the model of the experiment's last trial that has one.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        var verb = new Verb("show", "Shows the trials of an experiment.", "edgead experiments show 1", "edgead experiments show 1 --metric hard_recall --model best.ead") { id, store, metric, top, model, json };
        verb.Run(run =>
        {
            OutputPath.Require(run.Get(model));
            using ExperimentStore opened = ExperimentStore.Open(run.Get(store)!, create: false);
            Experiment experiment = opened.Get(run.Get(id));
            IReadOnlyList<Trial> trials = opened.Trials(experiment.Id);
            string sort = run.Get(metric)!;
            var known = trials.SelectMany(t => t.Metrics.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (known.Count > 0 && !known.Contains(sort))
                throw new EdgeAdException(ErrorCode.InvalidOption, $"no trial of experiment {experiment.Id} has a metric '{sort}'", "one of " + string.Join(", ", known));
            run.Say($"{experiment.Name}: {trials.Count} trials, {(experiment.Finished is null ? "unfinished" : "finished")}, {experiment.Tool}, commit {experiment.Commit}");
            run.Say();
            var table = new TextTable("trial", "stage", "configuration", sort, "seconds", "model") { AlignLeft = true };
            foreach (Trial trial in trials.OrderByDescending(t => t.Metrics.GetValueOrDefault(sort, double.NegativeInfinity)).Take(run.Get(top)))
                table.Add($"{trial.Id}", trial.Stage, trial.Key, Value(trial.Metrics, sort), trial.Seconds.ToString("0.0", CultureInfo.InvariantCulture), trial.ModelBytes > 0 ? $"{trial.ModelBytes} bytes" : "");
            run.Say(table);
            if (run.Get(model) is { } path)
            {
                Trial with = trials.LastOrDefault(t => t.ModelBytes > 0)
                    ?? throw new EdgeAdException(ErrorCode.ExperimentNotFound, $"no trial of experiment {experiment.Id} has a model", "finish the search first: run its command again");
                AtomicFile.WriteBytes(path, opened.Model(with.Id)!);
                run.Note($"wrote {path}");
            }

            run.WriteJson(json, new { Experiment = experiment, Trials = trials });
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Compare()
    {
        var ids = new Argument<long[]>("ID") { Description = "Numbers of experiments.", Arity = ArgumentArity.OneOrMore };
        Option<string> store = StoreOption();
        Option<bool> json = Options.JsonFlag();
        var verb = new Verb("compare", "Puts the best trial of several experiments side by side, metric by metric.", "edgead experiments compare 1 2") { ids, store, json };
        verb.Run(run =>
        {
            using ExperimentStore opened = ExperimentStore.Open(run.Get(store)!, create: false);
            var best = run.Get(ids).Select(i => opened.Get(i)).Select(e => (Experiment: e, Trial: Best(opened.Trials(e.Id)))).ToList();
            var table = new TextTable(["", .. best.Select(b => $"{b.Experiment.Id} {b.Experiment.Name}")]) { AlignLeft = true };
            foreach (string parameter in best.SelectMany(b => b.Trial?.Parameters.Keys ?? []).Distinct(StringComparer.Ordinal))
                table.Add([parameter, .. best.Select(b => b.Trial?.Parameters.GetValueOrDefault(parameter) ?? "")]);
            foreach (string metric in best.SelectMany(b => b.Trial?.Metrics.Keys ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                table.Add([metric, .. best.Select(b => b.Trial is { } t ? Value(t.Metrics, metric) : "")]);
            run.Say(table);
            run.WriteJson(json, best.Select(b => new { b.Experiment, b.Trial }).ToList());
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Export()
    {
        Argument<long> id = Number();
        Option<string> store = StoreOption();
        var folder = new Option<string?>("--mlruns") { Description = "Write the file layout of MLflow into this folder.", HelpName = "DIR" };
        var server = new Option<string?>("--server") { Description = "Send to an MLflow tracking server; credentials as MLflow's own client reads them.", HelpName = "URL" };
        var verb = new Verb("export", "Exports an experiment to MLflow: as files, or to a tracking server. Repeating it changes nothing.",
            "edgead experiments export 1 --mlruns mlruns",
            "edgead experiments export 1 --server http://localhost:5000") { id, store, folder, server };
        verb.Run(run =>
        {
            if (run.Get(folder) is null && run.Get(server) is null)
                throw new EdgeAdException(ErrorCode.InvalidOption, "nowhere to export to", "give --mlruns DIR or --server URL");
            OutputPath.RequireFolder(run.Get(folder));
            using ExperimentStore opened = ExperimentStore.Open(run.Get(store)!, create: false);
            Experiment experiment = opened.Get(run.Get(id));
            if (run.Get(folder) is { } target)
            {
                int runs = run.Work((progress, cancel) => MlflowFolder.Write(opened, experiment, target, progress, cancel));
                run.Say($"{target}: {runs} runs of '{experiment.Name}'");
                run.Next($"mlflow ui --backend-store-uri {Shell.Quote(target)}");
            }

            if (run.Get(server) is { } address)
            {
                using var client = new MlflowServer(address);
                (int sent, int known) = run.Work((progress, cancel) => client.Send(opened, experiment, progress, cancel));
                run.Say($"{address}: {sent} runs of '{experiment.Name}' sent, {known} were there already");
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    /// <summary>The trial with a model, else the one with the best synthetic AUROC.</summary>
    private static Trial? Best(IReadOnlyList<Trial> trials) =>
        trials.LastOrDefault(t => t.ModelBytes > 0) ?? trials.MaxBy(t => t.Metrics.GetValueOrDefault("synthetic_auroc"));

    private static string Value(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out double value) ? value.ToString(Math.Abs(value) >= 1000 ? "0" : "0.####", CultureInfo.InvariantCulture) : "";
}
