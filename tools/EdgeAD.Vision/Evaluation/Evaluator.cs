using System.Diagnostics;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Judges the test pictures of a data set and adds up what came of it.</summary>
public static class Evaluator
{
    /// <summary>The evaluation itself, for any way of scoring a picture.</summary>
    internal static EvaluationResult Evaluate(
        Func<Picture, Score> score,
        float threshold,
        (int Width, int Height) input,
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
        var pixels = new PixelEvaluation(input, hasMasks: samples.Any(s => s.MaskPath is not null));
        var results = new PictureResult?[samples.Count];
        var unreadable = new UnreadablePicture?[samples.Count];
        var engine = new Lock();
        int done = 0;
        progress?.Report(new WorkProgress("judging pictures", 0, samples.Count));
        ParallelFiles.For(samples.Count, cancellation, i =>
        {
            try
            {
                Sample sample = samples[i];
                Picture picture = PictureLoader.Load(sample.Path);
                Score scored;
                lock (engine)
                    scored = score(picture);
                pixels.Add(sample, picture, scored);
                results[i] = new PictureResult(sample, scored, Rejected: !(scored.Image <= threshold));
            }
            catch (EdgeAdException e) when (options.SkipUnreadable && e.Code == ErrorCode.PictureUnreadable)
            {
                unreadable[i] = new UnreadablePicture(samples[i].RelativePath, e.Message);
            }
            progress?.Report(new WorkProgress("judging pictures", Interlocked.Increment(ref done), samples.Count));
        });
        return Summary.Of(dataset, threshold, [.. results.OfType<PictureResult>()], [.. unreadable.OfType<UnreadablePicture>()], pixels) with
        {
            Seconds = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 3),
        };
    }
}
