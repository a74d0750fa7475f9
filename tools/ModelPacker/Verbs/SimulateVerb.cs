using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.ModelPacker.Simulation;
using EdgeAD.Shims;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary>
/// <c>edgead simulate</c>: test pictures arrive as parts at a virtual line with the camera's own inspection code; with <c>--faults</c> the whole
/// application of the camera in a factory where things go wrong.
/// </summary>
internal static class SimulateVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        var dataset = new DatasetInput();
        var rate = new Option<double>("--rate")
        {
            Description = "Parts per minute at the sensor (120); with --faults parts per second (20).", HelpName = "RATE",
        };
        var parts = new Option<int>("--parts") { Description = "How many parts arrive; every test picture once when left out.", HelpName = "N" };
        var latency = new Option<double>("--latency")
        {
            Description = "Virtual milliseconds a judgement takes on the camera.", HelpName = "MS", DefaultValueFactory = _ => 40,
        };
        var faults = new Option<bool>("--faults")
        {
            Description = "Run the camera's whole application without pictures, with faults at random: camera, trigger, encoder, power, flash, clock, network.",
        };
        var polarity = new Option<string>("--polarity") { Description = "With --faults: what an energised REJECT means, reject or pass.", HelpName = "WORD", DefaultValueFactory = _ => "reject" };
        polarity.AcceptOnlyFromAmong("reject", "pass");
        var domain = new Option<string>("--domain") { Description = "With --faults: delays in encoder counts or in time.", HelpName = "WORD", DefaultValueFactory = _ => "encoder" };
        domain.AcceptOnlyFromAmong("encoder", "time");
        var frame = new Option<double>("--frame-ms") { Description = "With --faults: milliseconds from one picture of the sensor to the next; 0 for one that exposes when ordered.", HelpName = "MS", DefaultValueFactory = _ => 20 };
        var sabotage = new Option<string?>("--sabotage") { Description = "With --faults: break the camera on purpose, to see that the run fails. " + string.Join(", ", Enum.GetNames<Sabotage>()[1..]) + ".", HelpName = "WHAT" };
        Option<bool> skip = Options.SkipUnreadable();
        Option<string?> json = Options.Json();
        var timeline = new Option<string?>("--timeline") { Description = "Draw the line's signals around its first rejects.", HelpName = "FILE.svg" };
        var verb = new Verb("simulate", "Runs a virtual conveyor: pictures arrive as parts, the camera's inspection code judges them with the C kernels "
                + "and moves a reject pin on a virtual clock.",
            "edgead simulate model.ead photos --rate 200",
            "edgead simulate model.ead photos --parts 1000 --timeline line.svg --json line.json",
            "edgead simulate --parts 1000000 --rate 20 --faults --seed 1")
        {
            model,
        };
        model.Arity = dataset.Folder.Arity = ArgumentArity.ZeroOrOne;
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[rate, parts, latency, skip, faults, polarity, domain, frame, sabotage, json, timeline])
            verb.Add(option);
        verb.Validators.Add(result =>
        {
            bool pictures = result.GetValue(model) is not null && result.GetValue(dataset.Folder) is not null;
            if (!pictures && !result.GetValue(faults))
                result.AddError("simulate needs MODEL and DATASET, or --faults without them.");
            if (result.GetValue(model) is not null && result.GetValue(faults))
                result.AddError("--faults runs without MODEL and DATASET.");
            if (result.GetValue(faults) && result.GetValue(timeline) is not null)
                result.AddError("--timeline draws a run with MODEL and DATASET, not one with --faults.");
            foreach (Option option in (Option[])[polarity, domain, frame, sabotage])
            {
                if (!result.GetValue(faults) && result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} belongs to --faults.");
            }
        });
        verb.Run(run =>
        {
            OutputPath.Require(run.Get(timeline));
            if (run.Get(faults))
            {
                return RunFactory(run, json, new FactoryOptions
                {
                    Parts = run.Has(parts) ? run.Get(parts) : 20_000, Rate = run.Has(rate) ? run.Get(rate) : 20, Faults = true, Seed = run.Get(dataset.Seed),
                    Polarity = run.Get(polarity) == "pass" ? Core.Polarity.EnergiseToPass : Core.Polarity.EnergiseToReject,
                    Domain = run.Get(domain) == "time" ? Core.DelayDomain.Time : Core.DelayDomain.Encoder,
                    FrameInterval = FrameInterval(run.Get(frame)), Sabotage = SabotageOf(run.Get(sabotage)),
                });
            }

            if (run.Has(parts) && run.Get(parts) < 1)
                throw new EdgeAdException(ErrorCode.InvalidOption, "--parts must be at least 1", "Leave it out to send every test picture once");
            var options = new SimulationOptions { Rate = run.Has(rate) ? run.Get(rate) : 120, Parts = run.Get(parts), LatencyMs = run.Get(latency), Seed = run.Get(dataset.Seed) };
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            Dataset judged = dataset.OpenFor(run, opened.Card);
            if (run.Get(skip))
                judged = DatasetInput.WithoutUnreadable(run, judged, [.. judged.TestGood, .. judged.Defects]);
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
                run.Next($"edgead simulate {Shell.Quote(run.Get(model))} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)}{run.Words(rate, parts, latency, skip)} --timeline line.svg");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static long FrameInterval(double milliseconds) => milliseconds == 0 || milliseconds is >= 2 and <= 20
        ? (long)Math.Round(milliseconds * 1000)
        : throw new EdgeAdException(ErrorCode.InvalidOption, "--frame-ms must be 0, or 2 to 20", "20 parts per second need a picture and a judgement within 40 ms");

    private static Sabotage SabotageOf(string? name) => name is null ? Sabotage.None : Enum.TryParse(name, ignoreCase: true, out Sabotage sabotage) && Enum.IsDefined(sabotage)
        ? sabotage
        : throw new EdgeAdException(ErrorCode.InvalidOption, $"--sabotage does not know {name}", "One of " + string.Join(", ", Enum.GetNames<Sabotage>()[1..]));

    private static int RunFactory(VerbRun run, Option<string?> json, FactoryOptions options)
    {
        if (options.Parts < 1 || options.Parts > 100_000_000)
            throw new EdgeAdException(ErrorCode.InvalidOption, "--parts must be 1 to 100000000", "Try --parts 20000");
        if (!(options.Rate >= 0.1 && options.Rate <= 22))
            throw new EdgeAdException(ErrorCode.InvalidOption, "--rate must be 0.1 to 22 parts per second with --faults", "Try --rate 20; the simulated judgement takes some 30 ms");
        FactoryReport report = run.Work((progress, cancel) => Factory.Run(
            options, done => progress?.Report(new WorkProgress("running the factory", done, options.Parts)), cancel));
        FactoryText.Say(run, options, report);
        run.WriteJson(json, report);
        FactoryText.Require(options, report);
        return ExitCode.Ok;
    }
}
