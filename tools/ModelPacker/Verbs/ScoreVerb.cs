using System.CommandLine;
using EdgeAD.ModelPacker.Cli;
using EdgeAD.Vision;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead score</c>: the verdict on single pictures.</summary>
internal static class ScoreVerb
{
    public static Command Build()
    {
        Argument<string> model = Arguments.Model();
        var images = new Argument<string[]>("IMAGE") { Description = "Pictures, or folders of pictures.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = Options.JsonFlag();
        var map = new Option<string?>("--map") { Description = "Write a heat-map overlay; takes a single picture.", HelpName = "FILE.png" };
        var exitCode = new Option<bool>("--exit-code") { Description = "Exit with 1 when a picture is rejected." };
        var verb = new Verb("score", "Scores pictures: larger is more anomalous; a part is rejected when its score exceeds the model's threshold.",
            "edgead score model.ead photo.jpg --map heat.png",
            "edgead score model.ead belt/*.jpg --json")
        {
            model, images, json, map, exitCode,
        };
        verb.Run(run =>
        {
            string[] paths = [.. run.Get(images).SelectMany(Expand)];
            if (run.Has(map) && paths.Length != 1)
                throw new EdgeAdException(ErrorCode.InvalidOption, $"--map takes a single picture, but there are {paths.Length}",
                    "Use edgead eval --maps DIR for many");
            OutputPath.Require(run.Get(map));
            using AnomalyModel opened = AnomalyModel.Open(run.Get(model));
            var lines = new List<ScoreLine>();
            int failure = ExitCode.Ok;
            if (paths.Length > 1)
                run.Say($"threshold {Figures.Score(opened.Threshold)}");
            foreach (string path in paths)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                ScoreLine line = ScoreOne(run, opened, path, run.Get(map), out int code);
                failure = Math.Max(failure, code);
                lines.Add(line);
            }
            run.WriteJson(json, new { Model = run.Get(model), opened.Threshold, Results = lines });
            if (failure != ExitCode.Ok)
                return failure;
            if (run.Has(map))
                run.Note($"wrote {run.Get(map)}");
            else if (paths.Length == 1)
                run.Next($"edgead score {Shell.Quote(run.Get(model))} {Shell.Quote(paths[0])} --map heat.png");
            return run.Get(exitCode) && lines.Any(l => l.Reject is true) ? ExitCode.Negative : ExitCode.Ok;
        });
        return verb;
    }

    // A picture that cannot be read costs only itself: the others are scored, and the exit code tells.
    private static ScoreLine ScoreOne(VerbRun run, AnomalyModel model, string path, string? map, out int code)
    {
        try
        {
            Picture picture = PictureLoader.Load(path);
            Score score = model.Score(picture);
            bool reject = !(score.Image <= model.Threshold);
            if (map is not null)
                MapWriter.Write(picture, score, model.Threshold, model.Card, map);
            int worst = Array.IndexOf(score.Cells, score.Cells.Max());
            run.Say($"{path}: {(reject ? "REJECT" : "good")}, score {Figures.Score(score.Image)} "
                + $"({(reject ? "above" : "within")} the threshold {Figures.Score(model.Threshold)}), {Figures.Milliseconds(score.Milliseconds)}");
            code = ExitCode.Ok;
            return new ScoreLine(path, score.Image, reject, worst / score.GridColumns, worst % score.GridColumns, Math.Round(score.Milliseconds, 3), null);
        }
        catch (EdgeAdException e) when (e.Code is ErrorCode.PictureUnreadable or ErrorCode.PathNotFound)
        {
            run.Note(ErrorLine.Of(e));
            code = ExitCode.Of(e.Code);
            return new ScoreLine(path, null, null, null, null, null, ErrorLine.Of(e));
        }
    }

    private static IEnumerable<string> Expand(string path)
    {
        if (!Directory.Exists(path))
            return [path];
        string[] pictures = [.. Directory.EnumerateFiles(path).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal)];
        return pictures.Length > 0
            ? pictures
            : throw new EdgeAdException(ErrorCode.DatasetEmpty, $"folder '{path}' holds no pictures", "Name pictures, or a folder that holds some");
    }

    private sealed record ScoreLine(
        string Picture, float? Score, bool? Reject, int? WorstRow, int? WorstColumn, double? Milliseconds, string? Error);
}
