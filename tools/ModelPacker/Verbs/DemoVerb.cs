using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Demo;
using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead demo</c>: the whole way with pictures that it makes itself.</summary>
internal static class DemoVerb
{
    public static Command Build()
    {
        var output = new Option<string>("--out")
        {
            Description = "Folder for pictures, model and report.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("out", "demo"),
        };
        Option<int> seed = Options.Seed();
        Option<string?> json = Options.Json();
        var verb = new Verb("demo", "Renders pictures of biscuits, learns from the good ones, packs and verifies a model, evaluates it, runs a simulated line, "
                + "and writes a report. Needs nothing else.",
            "edgead demo",
            "edgead demo --out /tmp/demo --seed 7")
        {
            output, seed, json,
        };
        verb.Run(run =>
        {
            var folder = new DemoFolder(run.Get(output)!);
            DemoResult result = Demonstration.Run(run, folder, run.Get(seed));
            EvaluationText.Say(run, result.Evaluation, result.Model);
            run.Say("simulated line");
            run.Say();
            SimulationText.Say(run, result.Line);
            run.Say();
            run.Say($"model {Figures.Bytes(result.Model.FileBytes)}, working memory {Figures.Bytes(result.Model.EngineBytes - result.Model.PackedBytes)} "
                + $"(rows under way {Figures.Bytes(result.Model.ArenaBytes)}), {Figures.Milliseconds(result.Evaluation.LatencyMs?.Median)} per picture on this machine");
            run.Say($"report {result.Report}");
            run.Say(FormattableString.Invariant($"{result.Seconds} s in all; the pictures are rendered, not photographs"));
            run.WriteJson(json, result);
            run.Next($"edgead score {Shell.Quote(folder.Model)} {Shell.Quote(Path.Combine(folder.Pictures, "test", "good"))}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
