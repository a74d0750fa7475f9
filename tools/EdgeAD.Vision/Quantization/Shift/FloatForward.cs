using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Quantization;

/// <summary>The float network on one frame: what quantisation is measured against and tries to reproduce. Never part of a verdict.</summary>
/// <remarks>Sums run over weights in a fixed order in single precision, whatever the width of the machine's vectors.</remarks>
internal static class FloatForward
{
    /// <summary>Every map, <c>[rows][columns][channels]</c>; entry 0 is the input.</summary>
    public static float[][] Run(FloatNetwork network, ReadOnlySpan<sbyte> input)
    {
        var maps = new float[network.Sizes.Count][];
        maps[0] = Widen(input);
        for (int i = 0; i < network.Layers.Count; i++)
        {
            FloatLayer layer = network.Layers[i];
            maps[i + 1] = Sums(network, i, maps[layer.Inputs[0]], maps[layer.Inputs[^1]]);
            Activate(layer.Source.Activation, maps[i + 1]);
        }

        return maps;
    }

    /// <summary>Codes as numbers.</summary>
    public static float[] Widen(ReadOnlySpan<sbyte> codes)
    {
        var values = new float[codes.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = codes[i];
        return values;
    }

    /// <summary>One layer without its activation.</summary>
    /// <param name="network">The network.</param>
    /// <param name="index">Layer.</param>
    /// <param name="first">Map of its input.</param>
    /// <param name="second">Second map of an addition; ignored elsewhere.</param>
    public static float[] Sums(FloatNetwork network, int index, float[] first, float[] second)
    {
        FloatLayer layer = network.Layers[index];
        if (layer.Op == Op.Add)
            return [.. first.Zip(second, (a, b) => a + b)];
        int outs = layer.Source.OutChannels;
        var windows = new LayerWindows(layer, network.Sizes[layer.Inputs[0]], network.Sizes[index + 1], layer.Pad ?? new float[layer.Source.InChannels]);
        float[] weights = layer.Op == Op.Depthwise3x3 ? layer.Weights : Transposed(layer.Weights, outs);
        float[] window = new float[windows.Length], output = new float[windows.Rows * windows.Columns * outs];
        for (int p = 0; p < windows.Rows * windows.Columns; p++)
        {
            windows.Read(first, p / windows.Columns, p % windows.Columns, window);
            Span<float> sums = output.AsSpan(p * outs, outs);
            layer.Bias.CopyTo(sums);
            if (layer.Op == Op.Depthwise3x3)
            {
                for (int k = 0; k < 9; k++)
                    VectorMath.AddProducts(sums, window.AsSpan(k * outs, outs), weights.AsSpan(k * outs, outs));
            }
            else
            {
                for (int k = 0; k < window.Length; k++)
                    VectorMath.AddScaled(sums, weights.AsSpan(k * outs, outs), window[k]);
            }
        }

        return output;
    }

    /// <summary>Applies an activation in place.</summary>
    public static void Activate(Activation activation, Span<float> values)
    {
        if (activation == Activation.None)
            return;
        float most = activation == Activation.Relu6 ? 6 : float.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
            values[i] = MathF.Min(MathF.Max(values[i], 0), most);
    }

    /// <summary><c>[out][taps]</c> to <c>[taps][out]</c>.</summary>
    private static float[] Transposed(float[] weights, int outs)
    {
        int taps = weights.Length / outs;
        var result = new float[weights.Length];
        for (int o = 0; o < outs; o++)
        for (int k = 0; k < taps; k++)
            result[(k * outs) + o] = weights[(o * taps) + k];
        return result;
    }
}
