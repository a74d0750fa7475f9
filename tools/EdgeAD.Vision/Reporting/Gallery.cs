using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Reporting;

/// <summary>The pictures worth looking at, nearest to the threshold first.</summary>
internal static class Gallery
{
    /// <summary>Most pictures in a report; each costs some 20 KB.</summary>
    public const int Limit = 60;

    /// <summary>Wrong verdicts first claim a place (up to two thirds), then the closest right ones; in order of distance to the threshold.</summary>
    public static IReadOnlyList<PictureResult> Choose(EvaluationResult result)
    {
        PictureResult[] near = [.. result.Pictures.OrderBy(p => Distance(p, result.Threshold)).ThenBy(p => p.Sample.RelativePath, StringComparer.Ordinal)];
        PictureResult[] wrong = [.. near.Where(p => !p.IsRight).Take(Limit * 2 / 3)];
        IEnumerable<PictureResult> rest = near.Except(wrong).OrderBy(p => p.IsRight ? 0 : 1).Take(Limit - wrong.Length);
        return [.. wrong.Concat(rest).OrderBy(p => Distance(p, result.Threshold)).ThenBy(p => p.Sample.RelativePath, StringComparer.Ordinal)];
    }

    public static string Html(EvaluationResult result, ModelCard card, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<PictureResult> chosen = Choose(result);
        var cards = new string[chosen.Count];
        int done = 0;
        ParallelFiles.For(chosen.Count, cancellation, i =>
        {
            cards[i] = GalleryCard.Html(chosen[i], result, card);
            progress?.Report(new WorkProgress("drawing the gallery", Interlocked.Increment(ref done), chosen.Count));
        });
        return $"<div class=\"gallery\">\n{string.Concat(cards)}</div>\n";
    }

    private static float Distance(PictureResult picture, float threshold) =>
        float.IsFinite(picture.Score.Image) ? MathF.Abs(picture.Score.Image - threshold) : float.MaxValue;
}
