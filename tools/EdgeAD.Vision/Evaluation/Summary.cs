using EdgeAD.Vision.Datasets;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Turns judged pictures into figures.</summary>
internal static class Summary
{
    public static EvaluationResult Of(
        string dataset,
        float threshold,
        IReadOnlyList<PictureResult> pictures,
        IReadOnlyList<UnreadablePicture> unreadable,
        PixelEvaluation pixels)
    {
        float[] good = [.. pictures.Where(p => p.Sample.IsGood).Select(p => p.Score.Image)];
        PictureResult[] defects = [.. pictures.Where(p => !p.Sample.IsGood)];
        var verdicts = new Verdicts(
            good.Length,
            pictures.Count(p => p.Sample.IsGood && p.Rejected),
            defects.Length,
            defects.Count(p => p.Rejected));
        RocCurve roc = RocCurve.Of(good, [.. defects.Select(p => p.Score.Image)]);
        (RocPoint Point, double F1)? best = roc.BestF1();
        return new EvaluationResult
        {
            Auroc = roc.Area,
            F1Max = best?.F1,
            Threshold = threshold,
            F1AtThreshold = verdicts.F1,
            Precision = verdicts.Precision,
            Recall = verdicts.Recall,
            FalseRejectRate = verdicts.FalseReject.Rate,
            EscapeRate = verdicts.Escape.Rate,
            PerCategory = Categories(good, defects),
            Images = pictures.Count,
            Seconds = 0,
            F1MaxThreshold = best is { } b && float.IsFinite(b.Point.Threshold) ? b.Point.Threshold : null,
            Good = verdicts.Good,
            Defects = verdicts.Defects,
            FalseRejects = verdicts.FalseRejects,
            Escapes = verdicts.Defects - verdicts.Found,
            FalseRejectInterval = Interval(verdicts.FalseReject),
            EscapeInterval = Interval(verdicts.Escape),
            PixelAuroc = pixels.PixelAuroc,
            AuPro = pixels.AuPro,
            MaskedPictures = pixels.MaskedPictures,
            DefectsOutOfView = pixels.DefectsOutOfView,
            FrameDrift = MedianDrift(pictures),
            LatencyMs = Latency.Of(pictures.Select(p => p.Score.Milliseconds)),
            Dataset = dataset,
            Unreadable = unreadable,
            Pictures = pictures,
            Roc = roc,
        };
    }

    private static double? MedianDrift(IReadOnlyList<PictureResult> pictures)
    {
        float[] sorted = [.. pictures.Where(p => p.Sample.IsGood).Select(p => p.Score.FrameDrift).Order()];
        return sorted.Length == 0 || sorted[^1] == 0 ? null : Math.Round(sorted[sorted.Length / 2], 3);
    }

    private static SortedDictionary<string, CategoryResult> Categories(float[] good, PictureResult[] defects)
    {
        var categories = new SortedDictionary<string, CategoryResult>(StringComparer.Ordinal);
        foreach (IGrouping<string, PictureResult> group in defects.GroupBy(p => p.Sample.Category))
        {
            var recall = new Proportion(group.Count(p => p.Rejected), group.Count());
            double? auroc = RocCurve.Of(good, [.. group.Select(p => p.Score.Image)]).Area;
            categories[group.Key] = new CategoryResult(recall.Total, recall.Count, recall.Rate ?? 0, Interval(recall) ?? [], auroc);
        }
        return categories;
    }

    private static double[]? Interval(Proportion share) => share is { Low: { } low, High: { } high } ? [low, high] : null;
}
