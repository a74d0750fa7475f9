using System.CommandLine;
using System.Globalization;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Training.Backbones;
using EdgeAD.Vision;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Import;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead backbone train|import|info|probe</c>: the float network below every model.</summary>
internal static class BackboneVerbs
{
    private static readonly BackboneTrainingOptions Defaults = new() { WorkFolder = "" };

    public static Command Build() => new Verb("backbone", "Trains backbones, imports weights from other tools, shows what a backbone file holds, compares backbones.", "edgead backbone info")
    {
        Train(), Import(), Info(), BackboneProbeVerb.Build(),
    };

    private static Verb Train()
    {
        Option<string> output = Output();
        var alpha = new Option<double>("--alpha") { Description = "Width multiplier of MobileNetV2: 0.1, 0.35, 0.5 or 1.0.", HelpName = "ALPHA", DefaultValueFactory = _ => Defaults.Alpha };
        var teacher = new Option<string?>("--teacher") { Description = "Network to distil from, any file that import takes; without one the net teaches itself.", HelpName = "FILE" };
        var pictures = new Option<string?>("--pictures") { Description = "Folder of pictures without labels, mixed half and half with procedural ones.", HelpName = "FOLDER" };
        var steps = new Option<int>("--steps") { Description = "Optimiser steps.", HelpName = "N", DefaultValueFactory = _ => Defaults.Steps };
        var batch = new Option<int>("--batch") { Description = "Crops per step.", HelpName = "N", DefaultValueFactory = _ => Defaults.BatchSize };
        var crop = new Option<int>("--crop") { Description = "Side of a training crop in pixels.", HelpName = "PIXELS", DefaultValueFactory = _ => Defaults.CropSize };
        var rate = new Option<double>("--rate") { Description = "Peak learning rate.", HelpName = "RATE", DefaultValueFactory = _ => Defaults.LearningRate };
        var threads = new Option<int>("--threads") { Description = "Threads; 0 for all cores. Part of what makes a run repeatable.", HelpName = "N" };
        var work = new Option<string?>("--work") { Description = "Folder for checkpoint and loss curves; FILE.training when left out. An interrupted run goes on from there.", HelpName = "FOLDER" };
        Option<int> seed = Options.Seed();
        Option<string?> json = Options.Json();
        var verb = new Verb("train", "Trains a MobileNetV2 backbone on procedural pictures, with or without a teacher. Interrupted runs go on where they stopped.",
            "edgead backbone train -o backbone.safetensors --teacher mobilenet_v2.h5",
            "edgead backbone train -o backbone.safetensors --pictures photos --steps 20000")
        {
            output, alpha, teacher, pictures, steps, batch, crop, rate, threads, work, seed, json,
        };
        verb.Run(run =>
        {
            string path = run.Get(output)!;
            OutputPath.Require(path);
            var options = Defaults with
            {
                Alpha = run.Get(alpha), Teacher = run.Get(teacher), PictureFolder = run.Get(pictures), Steps = run.Get(steps), BatchSize = run.Get(batch), CropSize = run.Get(crop),
                PictureSize = run.Get(crop) * 7 / 4, LearningRate = run.Get(rate), Threads = run.Get(threads), Seed = run.Get(seed), WorkFolder = run.Get(work) ?? path + ".training",
            };
            OutputPath.RequireFolder(options.WorkFolder);
            TrainingResult result = run.Work((progress, cancel) => BackboneTrainer.Train(options, new StepProgress(run, progress), cancel));
            result.Backbone.Save(path, half: true);
            IReadOnlyList<LayerError> errors = run.Work((_, cancel) => QuantizationReport.Of(result.Backbone, 96, cancel));
            run.Say(string.Create(
                CultureInfo.InvariantCulture, $"{path}: loss {result.FirstLoss:0.0000} -> {result.LastLoss:0.0000} in {result.Time.TotalMinutes:0.0} min; curves in {options.WorkFolder}"));
            run.Say();
            var table = new TextTable("layer", "int8 error / spread");
            foreach (LayerError error in errors)
                table.Add(error.Layer, Figures.Percent(error.RelativeError));
            run.Say(table);
            run.WriteJson(json, new { Backbone = path, result.FirstLoss, result.LastLoss, Seconds = result.Time.TotalSeconds, Depths = result.Parts, Int8 = errors });
            run.Next($"edgead train photos -o model.ead --backbone {Shell.Quote(path)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Import()
    {
        var file = new Argument<string>("FILE") { Description = "Keras .h5, ONNX, TFLite (float32 or int8) or PyTorch-named .safetensors; told apart by content." };
        Option<string> output = Output();
        var name = new Option<string?>("--name") { Description = "Name of the backbone; the recognised architecture when left out.", HelpName = "NAME" };
        var cut = new Option<string[]>("--cut") { Description = "Default feature layer; give it up to three times.", HelpName = "LAYER" };
        var scaling = new Option<string?>("--preprocessing") { Description = "What the net was trained on, where the file does not say: pixels scaled to -1..1 or 0..1, raw, or by ImageNet's mean and deviation.", HelpName = "plusminus|unit|raw|imagenet" };
        scaling.AcceptOnlyFromAmong("plusminus", "unit", "raw", "imagenet");
        var license = new Option<string?>("--license") { Description = "Licence note kept in the file.", HelpName = "TEXT" };
        Option<string?> json = Options.Json();
        var verb = new Verb("import", "Turns weights from Keras, ONNX, TFLite or PyTorch into a backbone file and says what was recognised and what was left out.",
            "edgead backbone import mobilenet_v2.h5 -o backbone.safetensors",
            "edgead backbone import net.onnx -o backbone.safetensors --cut block_3 --cut block_4 --cut block_5")
        {
            file, output, name, cut, scaling, license, json,
        };
        verb.Run(run =>
        {
            string path = run.Get(output)!;
            OutputPath.Require(path);
            var options = new ImportOptions(run.Get(name), Scaling(run.Get(scaling)), run.Get(cut) is { Length: > 0 } cuts ? cuts : null);
            ImportReport report = BackboneImporter.Import(run.Get(file), run.Get(license) is { } note ? options with { License = note } : options);
            report.Backbone.Save(path);
            run.Say($"recognised  {report.Format}: {report.Architecture}");
            run.Say($"cut at      {string.Join(" + ", report.Backbone.DefaultCut)}");
            run.Say($"ignored     {(report.Ignored.Count == 0 ? "nothing" : string.Join(", ", report.Ignored))}");
            foreach (string remark in report.Notes)
                run.Say($"note        {remark}");
            run.WriteJson(json, new { Backbone = path, report.Format, report.Architecture, report.Backbone.DefaultCut, report.Ignored, report.Notes, report.Backbone.Sha256 });
            run.Next($"edgead train photos -o model.ead --backbone {Shell.Quote(path)}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Verb Info()
    {
        var file = new Argument<string?>("FILE") { Description = "Backbone file; the built-in one when left out.", Arity = ArgumentArity.ZeroOrOne };
        var side = new Option<int>("--input") { Description = "Side of the square input for sizes and MACs.", HelpName = "PIXELS", DefaultValueFactory = _ => 96 };
        Option<string?> json = Options.Json();
        var verb = new Verb("info", "Shows a backbone file: layers, sizes, MACs, bytes, cut points, preprocessing, licence.",
            "edgead backbone info",
            "edgead backbone info backbone.safetensors --input 160")
        {
            file, side, json,
        };
        verb.Run(run =>
        {
            if (run.Get(side) is < 16 or > 1024)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--input {run.Get(side)} is out of range", "Use 16 to 1024");
            Backbone backbone = run.Get(file) is { } path ? Backbone.Load(path) : Backbone.LoadDefault();
            BackboneSummary s = BackboneSummary.Of(backbone, run.Get(side));
            var facts = new TextTable("", "") { AlignLeft = true };
            facts.Add("name", s.Name);
            facts.Add("sha256", s.Sha256);
            facts.Add("licence", s.License);
            facts.Add("provenance", s.Provenance);
            facts.Add("input", $"{s.Input.Color}, pixel * [{Numbers(s.Input.Scale)}] + [{Numbers(s.Input.Offset)}]");
            facts.Add("default cut", string.Join(" + ", s.DefaultCut));
            facts.Add("size", $"{Figures.Count(s.Parameters)} parameters, {Figures.Bytes(s.Int8Bytes)} as int8, {Figures.Count(s.Macs)} MACs at {s.Side}x{s.Side}");
            run.Say(facts);
            run.Say();
            var layers = new TextTable("layer", "operator", "map", "stride", "sees", "MACs", "MACs so far", "int8", "cut");
            foreach (LayerSummary l in s.Layers)
                layers.Add(l.Name, $"{l.Op}".ToLowerInvariant(), $"{l.Side}x{l.Side}x{l.Channels}", $"{l.Stride}", $"{l.ReceptiveField} px", Figures.Count(l.Macs), Figures.Count(l.MacsUpToHere), Figures.Bytes(l.Int8Bytes), l.CutPoint ? "yes" : "");
            run.Say(layers);
            run.WriteJson(json, s);
            run.Next($"edgead train photos -o model.ead{(run.Get(file) is { } given ? $" --backbone {Shell.Quote(given)}" : "")}");
            return ExitCode.Ok;
        });
        return verb;
    }

    private static Option<string> Output() => new("--output", "-o") { Description = "Backbone file to write.", HelpName = "FILE", Required = true };

    private static string Numbers(float[] values) => string.Join(", ", values.Select(v => v.ToString("0.#####", CultureInfo.InvariantCulture)));

    private static Preprocessing? Scaling(string? word) => word switch
    {
        "plusminus" => Preprocessing.PlusMinusOne,
        "unit" => Preprocessing.Uniform(3, "rgb", 1f / 255, 0),
        "raw" => Preprocessing.Uniform(3, "rgb", 1, 0),
        "imagenet" => Preprocessing.TorchImageNet,
        _ => null,
    };

    // The bar knows the time left by itself; a log gets loss, speed and time left every 500 steps.
    private sealed class StepProgress(VerbRun run, IProgress<WorkProgress> bar) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress p)
        {
            bar.Report(new WorkProgress("training", p.Step, p.Steps));
            if (Console.IsErrorRedirected && (p.Step % 500 == 0 || p.Step == p.Steps))
                run.Note(string.Create(CultureInfo.InvariantCulture, $"step {p.Step} of {p.Steps}, loss {p.Loss:0.0000}, {p.PicturesPerSecond:0} pictures/s, {p.Remaining:hh\\:mm\\:ss} left"));
        }
    }
}
