using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using static TorchSharp.torch;

namespace EdgeAD.Training.Tests;

/// <summary>Float forward pass for comparisons.</summary>
internal static class FloatMaps
{
    /// <summary>Map of a layer, <c>[channels][h][w]</c>, for a preprocessed input <c>[c][side][side]</c>.</summary>
    public static float[] Of(Backbone backbone, string layer, float[] input, int side)
    {
        TorchRuntime.Prepare();
        using var net = new TorchBackbone(backbone, CPU, trainable: false);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return net.Forward(tensor(input, [1, backbone.Input.Channels, side, side]), [layer])[layer].contiguous().data<float>().ToArray();
    }

    /// <summary>An input that is the same everywhere: sines of different frequency per channel, in -1..1.</summary>
    public static float[] Waves(int side, int channels = 3) =>
        [.. Enumerable.Range(0, channels * side * side).Select(i => (float)Math.Sin(0.05 * (i % side) * (1 + i / (side * side)) + 0.11 * (i / side % side)))];
}
