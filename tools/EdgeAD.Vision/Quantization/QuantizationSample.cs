using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Quantization;

/// <summary>The pictures that a quantiser looks at.</summary>
internal static class QuantizationSample
{
    private const int MostFrames = 32;

    /// <summary>Frames at even distances, at most 32.</summary>
    public static Frame[] Of(Frame[] frames) =>
        frames.Length <= MostFrames ? frames : [.. Enumerable.Range(0, MostFrames).Select(i => frames[(int)((long)i * frames.Length / MostFrames)])];
}
