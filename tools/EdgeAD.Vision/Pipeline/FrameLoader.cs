using EdgeAD.Schema;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Reads pictures and keeps them at the model's input size, as the kernels see them, so that a thousand photographs fit into memory.</summary>
/// <remarks>Converting a frame that already has the input's size changes nothing, so later runs on the small frames give the same bytes.</remarks>
internal static class FrameLoader
{
    /// <summary>Loads every sample.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.PictureUnreadable"/> names the pictures that cannot be read, the first few of many.</exception>
    public static Frame[] Load(IReadOnlyList<Sample> samples, int width, int height, int channels, Fit fit, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        byte[] file = ModelWriter.Write(ProbeModel.Input(width, height, channels, fit));
        var frames = new Frame[samples.Count];
        var reader = new SampleReader(samples, "pictures", progress);
        EngineFarm.ForEach(
            file,
            samples,
            (engine, i, _) => reader.Read(i, picture => frames[i] = FromInput(engine.Tap(Frame.Of(picture), 0)[0], width, height, channels)),
            cancel);
        reader.Require();
        return frames;
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
