using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead simulate</c>: test pictures arrive as parts at a virtual line with the camera's own inspection code.</summary>
internal static class SimulateVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        var dataset = new DatasetInput();
        var rate = new Option<double>("--rate")
        {
            Description = "Parts per minute at the sensor.", HelpName = "PARTS_PER_MIN", DefaultValueFactory = _ => 120,
        };
        var parts = new Option<int>("--parts") { Description = "How many parts arrive; every test picture once when left out.", HelpName = "N" };
        var latency = new Option<double>("--latency")
        {
            Description = "Virtual milliseconds a judgement takes on the camera.", HelpName = "MS", DefaultValueFactory = _ => 40,
        };
        Option<string?> json = Options.Json();
        var timeline = new Option<string?>("--timeline") { Description = "Draw the line's signals around its first rejects.", HelpName = "FILE.svg" };
        var verb = new Verb("simulate", "Runs a virtual conveyor: pictures arrive as parts, the camera's inspection code judges them with the C kernels "
                + "and moves a reject pin on a virtual clock.",
            "edgead simulate model.ead photos --rate 200",
            "edgead simulate model.ead photos --parts 1000 --timeline line.svg --json line.json")
        {
            model,
        };
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[rate, parts, latency, json, timeline])
            verb.Add(option);
        verb.Run(run =>
        {
            if (run.Has(parts) && run.Get(parts) < 1)
                throw new EdgeAdException(ErrorCode.InvalidOption, "--parts must be at least 1", "Leave it out to send every test picture once");
            var options = new SimulationOptions { Rate = run.Get(rate), Parts = run.Get(parts), LatencyMs = run.Get(latency), Seed = run.Get(dataset.Seed) };
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            Dataset judged = dataset.OpenFor(run, opened.Card);
            SimulationResult result = run.Work((progress, cancel) => LineSimulation.Run(opened, run.Get(model), judged, options, progress, cancel));
            SimulationText.Say(run, result);
            if (run.Get(timeline) is { } file)
            {
                byte[] svg = System.Text.Encoding.UTF8.GetBytes(Timeline.Svg(result.Report!, standalone: true));
                AtomicFile.Write(file, stream => stream.Write(svg));
                run.Note($"wrote {file}");
            }
            run.WriteJson(json, result);
            SimulationText.Require(result);
            if (!run.Has(timeline))
                run.Next($"edgead simulate {Shell.Quote(run.Get(model))} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)} --timeline line.svg");
            return ExitCode.Ok;
        });
        return verb;
    }
}
