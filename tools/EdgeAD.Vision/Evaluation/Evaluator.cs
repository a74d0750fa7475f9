using System.Diagnostics;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Judges the test pictures of a data set and adds up what came of it.</summary>
public static class Evaluator
{
    /// <summary>Evaluates a model.</summary>
    /// <param name="model">Used by one thread at a time while others read pictures.</param>
    /// <param name="dataset">Its test pictures are judged: good ones and defects.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="progress">Counts pictures.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="EdgeAdException">
    /// <see cref="ErrorCode.DatasetEmpty"/>: no test pictures; <see cref="ErrorCode.PictureUnreadable"/> unless these are skipped.
    /// </exception>
    public static EvaluationResult Evaluate(
        AnomalyModel model,
        Dataset dataset,
        EvaluationOptions? options = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new EvaluationOptions();
        float threshold = options.Threshold ?? model.Threshold;
        Sample[] samples = [.. dataset.TestGood, .. dataset.Defects];
        EvaluationResult result = Evaluate(model.Score, threshold, InputView.Of(model.Card), dataset.Name, samples, options, progress, cancellation);
        return result with { Model = model.Card.Name, ModelSha256 = model.Card.Sha256 };
    }

    /// <summary>The evaluation itself, for any way of scoring a picture.</summary>
    internal static EvaluationResult Evaluate(
        Func<Picture, Score> score,
        float threshold,
        InputView view,
        string dataset,
        IReadOnlyList<Sample> samples,
        EvaluationOptions options,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (samples.Count == 0)
        {
            throw new EdgeAdException(ErrorCode.DatasetEmpty, $"data set '{dataset}' has no pictures to judge",
                "Put good pictures into test/good and pictures of defects into test/<category>");
        }
        long start = Stopwatch.GetTimestamp();
        var pixels = new PixelEvaluation(view, hasMasks: samples.Any(s => s.MaskPath is not null));
        var results = new PictureResult?[samples.Count];
        var engine = new Lock();
        SampleReader read = SampleReader.ReadAll(samples, "judging pictures", (i, picture) =>
        {
            Score scored;
            lock (engine)
                scored = score(picture);
            pixels.Add(samples[i], picture, scored);
            results[i] = new PictureResult(samples[i], scored, Rejected: !(scored.Image <= threshold));
        }, progress, cancellation);
        if (!options.SkipUnreadable)
            read.Require();
        return Summary.Of(dataset, threshold, [.. results.OfType<PictureResult>()], read.Unreadable, pixels) with
        {
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
        };
    }
}
