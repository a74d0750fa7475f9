using EdgeAD.Schema;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Reads pictures and keeps them at the model's input size, as the kernels see them, so that a thousand photographs fit into memory.</summary>
/// <remarks>Converting a frame that already has the input's size changes nothing, so later runs on the small frames give the same bytes.</remarks>
internal static class FrameLoader
{
    private const int MostNamed = 8;

    /// <summary>Loads every sample.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.PictureUnreadable"/> names the pictures that cannot be read, the first few of many.</exception>
    public static Frame[] Load(IReadOnlyList<Sample> samples, int width, int height, int channels, Fit fit, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        byte[] file = ModelWriter.Write(ProbeModel.Input(width, height, channels, fit));
        var frames = new Frame[samples.Count];
        var failures = new EdgeAdException?[samples.Count];
        int done = 0;
        EngineFarm.ForEach(
            file,
            samples,
            (engine, i, sample) =>
            {
                try
                {
                    sbyte[] input = engine.Tap(Frame.Of(PictureLoader.Load(sample.Path)), 0)[0];
                    frames[i] = FromInput(input, width, height, channels);
                }
                catch (EdgeAdException e) when (e.Code == ErrorCode.PictureUnreadable)
                {
                    failures[i] = e;
                }

                progress?.Report(new WorkProgress("pictures", Interlocked.Increment(ref done), samples.Count));
            },
            cancel);
        Require([.. failures.OfType<EdgeAdException>()]);
        return frames;
    }

    private static void Require(EdgeAdException[] failures)
    {
        if (failures.Length == 1)
            throw failures[0];
        if (failures.Length > 1)
        {
            string others = failures.Length > MostNamed ? $"; and {failures.Length - MostNamed} more" : "";
            throw new EdgeAdException(ErrorCode.PictureUnreadable, $"{failures.Length} pictures: {string.Join("; ", failures.Take(MostNamed).Select(f => f.Message))}{others}",
                "Open them in a viewer; replace or remove them, or go on without them with --skip-unreadable");
        }
    }

    /// <summary>A frame that is exactly this model input, value = pixel - 128.</summary>
    private static Frame FromInput(sbyte[] input, int width, int height, int channels)
    {
        var pixels = new byte[input.Length];
        for (int i = 0; i < input.Length; i++)
            pixels[i] = (byte)(input[i] + 128);
        return new Frame(channels == 1 ? PixelFormat.Gray8 : PixelFormat.Rgb888, width, height, pixels);
    }
}
