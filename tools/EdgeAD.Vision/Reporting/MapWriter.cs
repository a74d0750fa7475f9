using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Reporting;

/// <summary>Writes heat-map overlays as PNG files.</summary>
public static class MapWriter
{
    private const int ShortestSide = 320;
    private const int LongestSide = 1024;

    /// <summary>Writes one overlay per judged picture to <c>folder/&lt;category&gt;/&lt;name&gt;.png</c>.</summary>
    /// <param name="result">Whose pictures.</param>
    /// <param name="card">The model that judged them.</param>
    /// <param name="folder">Created when missing; files of the same name are replaced.</param>
    /// <param name="progress">Counts pictures.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void WriteAll(
        EvaluationResult result, ModelCard card, string folder, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        int done = 0;
        ParallelFiles.For(result.Pictures.Count, cancellation, i =>
        {
            PictureResult picture = result.Pictures[i];
            string name = Path.GetFileNameWithoutExtension(picture.Sample.RelativePath) + ".png";
            Write(PictureLoader.Load(picture.Sample.Path), picture.Score, result.Threshold, card, Path.Combine(folder, picture.Sample.Category, name));
            progress?.Report(new WorkProgress("drawing heat maps", Interlocked.Increment(ref done), result.Pictures.Count));
        });
    }

    /// <summary>Writes the overlay of one picture.</summary>
    public static void Write(Picture picture, Score score, float threshold, ModelCard card, string path)
    {
        Picture view = PictureScaler.Fit(picture, ShortestSide, LongestSide);
        PictureWriter.Save(HeatMap.Overlay(view, score, new HeatScale(threshold), InputView.Of(card)), path);
    }
}
