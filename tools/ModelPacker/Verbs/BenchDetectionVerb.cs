using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Experiments;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead bench detection</c>: the automatic choice on data sets with real defects; writes the tables of docs/detection.md.</summary>
internal static class BenchDetectionVerb
{
    private const string BuiltIn = "builtin";

    public static Verb Build()
    {
        var data = new Argument<string[]>("DATASET") { Description = "Data sets with good and defective test pictures.", Arity = ArgumentArity.OneOrMore };
        var backbones = new Option<string[]>("--backbone") { Description = $"Backbone file or '{BuiltIn}'; give it several times.", HelpName = "FILE", DefaultValueFactory = _ => [BuiltIn] };
        var seeds = new Option<int>("--seeds") { Description = "Splits per data set: its folders' own, then this many less one dealt anew.", HelpName = "N", DefaultValueFactory = _ => 3 };
        Option<double> rate = Options.FalseRejectRate(0.01);
        var quick = new Option<bool>("--quick") { Description = "One split and one input size: minutes instead of an hour." };
        Option<string> store = ExperimentVerbs.StoreOption();
        var markdown = new Option<string?>("--markdown") { Description = "Write the tables as Markdown to FILE; where the file has the marks of docs/detection.md, between them.", HelpName = "FILE" };
        Option<string?> json = Options.Json();
        var verb = new Verb("detection", "Compares the automatic choice with the FOMO-AD recipe, thresholds with the best possible, int8 with float, and synthetic with real defects.",
            "edgead bench detection photos",
            "edgead bench detection setA setB --backbone builtin --backbone imagenet.safetensors --markdown docs/detection.md")
        {
            data, backbones, seeds, rate, quick, store, markdown, json,
        };
        verb.Run(run =>
        {
            if (run.Get(seeds) is < 1 or > 20)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--seeds {run.Get(seeds)} is out of range", "give 1 to 20");
            var options = new DetectionBenchOptions
            {
                Datasets = run.Get(data),
                Backbones = [.. run.Get(backbones)!.Select(b => b == BuiltIn ? null : b)],
                Seeds = run.Get(quick) ? 1 : run.Get(seeds),
                FalseRejectRate = run.Get(rate),
                Sizes = run.Get(quick) ? [96] : null,
            };
            OutputPath.Require(run.Get(markdown));
            using ExperimentStore trials = ExperimentStore.Open(run.Get(store)!, create: true);
            IReadOnlyList<DetectionCase> cases = run.Work((progress, cancel) => DetectionBench.Run(options, trials, progress, cancel));
            string tables = DetectionTables.Markdown(cases, options, options.Datasets.Count * options.Seeds * options.Backbones.Count);
            run.Say(tables);
            if (run.Get(markdown) is { } file)
            {
                MarkedPage.Write(file, "bench detection", tables, ToolVersion.Name, ToolVersion.Commit);
                run.Note($"wrote {file}");
            }

            run.WriteJson(json, new { options.Seeds, options.FalseRejectRate, Cases = cases });
            return ExitCode.Ok;
        });
        return verb;
    }
}
