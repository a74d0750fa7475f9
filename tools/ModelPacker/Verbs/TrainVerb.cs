using System.CommandLine;
using System.Diagnostics;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Schema;
using EdgeAD.Vision;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead train</c>: pictures of good parts in, a model file out.</summary>
internal static class TrainVerb
{
    private static readonly TrainOptions Defaults = new();

    public static Command Build()
    {
        var dataset = new DatasetInput();
        var output = new Option<string>("--output", "-o") { Description = "Model file to write; replaced only when training has succeeded.", HelpName = "FILE", Required = true };
        var input = new Option<int>("--input") { Description = "Side of the square model input in pixels.", HelpName = "PIXELS", DefaultValueFactory = _ => Defaults.InputSize };
        Option<string?> backbone = Options.Backbone();
        Option<double> rate = Options.FalseRejectRate(Defaults.TargetFalseRejectRate);
        Option<string?> name = Options.ModelName();
        var cut = new Option<string[]>("--cut") { Description = "Layer whose output is a feature map; give it up to three times.", HelpName = "LAYER" };
        var grey = new Option<bool>("--grey") { Description = "Judge brightness only: a smaller first layer and less memory, not always less time; --board tells." };
        var density = new Option<string>("--density")
        {
            Description = "One density per cell (cell: parts lie the same way each time; jitter: almost) or one for all cells (shared: parts lie anyhow, textures; "
                + "place: shared, and a cell's place is a feature).",
            HelpName = "cell|jitter|shared|place",
            DefaultValueFactory = _ => "cell",
        };
        density.AcceptOnlyFromAmong("cell", "jitter", "shared", "place");
        var diagonal = new Option<bool>("--diagonal") { Description = "Gaussians without correlations: smaller and cheaper." };
        var projection = new Option<string>("--projection")
        {
            Description = "Directions of the features that are kept: principal ones, random ones, or principal ones without the leading few.",
            HelpName = "principal|random|trailing",
            DefaultValueFactory = _ => "principal",
        };
        projection.AcceptOnlyFromAmong("principal", "random", "trailing");
        var discard = new Option<int>("--discard")
        {
            Description = "Leading principal directions to leave out, for --projection trailing.", HelpName = "N", DefaultValueFactory = _ => Defaults.Density.Discard,
        };
        var smooth = new Option<bool>("--smooth") { Description = "Average features over 3x3 cells." };
        var score = new Option<string>("--score")
        {
            Description = "Image score: the worst cell, the mean of the worst cells (--top), or the area of conspicuous cells.",
            HelpName = "max|top|area",
            DefaultValueFactory = _ => "top",
        };
        score.AcceptOnlyFromAmong("max", "top", "area");
        var top = new Option<double>("--top")
        {
            Description = "Share of the cells, the worst ones, whose mean is the image score.", HelpName = "SHARE", DefaultValueFactory = _ => Defaults.Density.TopFraction,
        };
        var dimensions = new Option<int>("--dims") { Description = "Features per cell after the projection.", HelpName = "N", DefaultValueFactory = _ => Defaults.Density.Dimensions };
        var components = new Option<int>("--components")
        {
            Description = "Gaussians in the shared mixture.", HelpName = "N", DefaultValueFactory = _ => Defaults.Density.Components,
        };
        var tune = new Option<bool>("--tune-on-defects")
        {
            Description = "Move the threshold with the data set's pictures of defects in view; the model card says so. Without it they are never looked at.",
        };
        Option<string?> board = Options.Board("Camera board: says what the model is expected to take there, and refuses one that cannot fit; 'edgead boards' names them.");
        Option<bool> skip = Options.SkipUnreadable();
        Option<string?> json = Options.Json();
        var verb = new Verb("train", "Learns from pictures of good parts and writes a model file for the camera. Pictures of defects are only looked at on demand.",
            "edgead train photos -o model.ead",
            "edgead train photos -o model.ead --board xiao-esp32s3-sense",
            "edgead train photos -o model.ead --input 160 --fpr 0.005 --group \"part(\\d+)\"");
        dataset.AddTo(verb);
        foreach (Option option in (Option[])[output, input, rate, backbone, name, cut, grey, density, dimensions, components, diagonal, projection, discard, smooth, score, top, tune, board, skip, json])
            verb.Add(option);
        verb.Run(run =>
        {
            string path = run.Get(output)!;
            var options = new TrainOptions
            {
                InputSize = run.Get(input),
                BackbonePath = run.Get(backbone),
                TargetFalseRejectRate = run.Get(rate),
                Seed = run.Get(dataset.Seed),
                Name = run.Get(name),
                Cuts = run.Get(cut) is { Length: > 0 } cuts ? cuts : null,
                Grey = run.Get(grey),
                TuneOnDefects = run.Get(tune),
                Density = new DensityOptions
                {
                    Scope = run.Get(density) is "cell" or "jitter" ? Scope.PerCell : Scope.Shared,
                    Jitter = run.Get(density) == "jitter",
                    Positions = run.Get(density) == "place",
                    Covariance = run.Get(diagonal) ? Covariance.Diagonal : Covariance.Full,
                    Dimensions = run.Get(dimensions),
                    Components = run.Get(components),
                    Projection = Enum.Parse<ProjectionKind>(run.Get(projection)!, ignoreCase: true),
                    Discard = run.Get(discard),
                    Smooth = run.Get(smooth),
                    Aggregation = run.Get(score) switch { "max" => Aggregation.Max, "area" => Aggregation.Area, _ => Aggregation.TopMean },
                    TopFraction = run.Get(top),
                },
            };
            options.Validate();
            OutputPath.Require(path);
            BoardCostModel? costs = run.Get(board) is { } named ? BoardCostModel.For(BoardCatalog.Find(named)) : null;
            costs?.Of(ModelTrainer.Outline(options), path).RequireFit(); // before the work, and once more when all is known
            long start = Stopwatch.GetTimestamp();
            Dataset opened = dataset.OpenReadable(run, skip);
            TrainResult result = run.Work((progress, cancel) => ModelTrainer.Train(opened, options, progress, cancel));
            using (AnomalyModel model = AnomalyModel.Open(result.File, path))
                model.SelfTest(); // what is written is known to open and to compute what it promises
            BoardCost? cost = costs?.Of(result.File, path).RequireFit();
            AtomicFile.WriteBytes(path, result.File);
            double seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
            foreach (string warning in result.Warnings)
                run.Warn(warning);
            run.Say($"{path}: {Figures.Bytes(result.File.Length)}, from {result.Card.TrainPictures} pictures of {result.Card.TrainParts} good parts in "
                + FormattableString.Invariant($"{seconds} s"));
            run.Say($"threshold {Figures.Score(result.Card.Threshold)} rejects {result.Card.HeldOutRejects} of {result.Card.HeldOutParts} held-out good parts");
            BoardCostText.Say(run, run.Get(board), cost);
            if (opened.Defects.Count > 0 && !options.TuneOnDefects)
                run.Say($"the {opened.Defects.Count} pictures of defects were not looked at; eval reports on them");
            run.WriteJson(json, new { Model = path, Seconds = seconds, result.Warnings, Board = cost, result.Card });
            string words = $"{Shell.Quote(path)} {Shell.Quote(dataset.Path(run))}{dataset.Words(run)}";
            run.Next($"edgead eval {words} --html report.html");
            if (cost is not null)
                run.Next($"edgead simulate {words}{BoardCostText.Latency(cost)}");
            return ExitCode.Ok;
        });
        return verb;
    }
}
