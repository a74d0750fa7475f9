using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Quantization;

/// <summary>Float network and activation ranges in, int8 network out: per-channel symmetric weights, per-tensor asymmetric activations.</summary>
/// <remarks>The scheme of TensorFlow Lite's int8 specification, so that the kernels' requantisation is bit-exact with it.</remarks>
internal static class NetworkQuantizer
{
    /// <summary>Beyond it a requantisation cannot be expressed; real networks stay below 1. The kernels' own bound on accumulators is checked as well.</summary>
    private const double MaxFactor = 1 << 20;

    /// <summary>Quantises every layer.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="ranges">Range of every tensor; entry 0 (the input) is ignored.</param>
    /// <param name="fit">How frames are fitted to the input.</param>
    /// <param name="inputMeans">Mean real value per tensor and channel for bias correction, or null.</param>
    public static NetworkSpec Quantize(FloatNetwork network, IReadOnlyList<TensorRange> ranges, Fit fit, IReadOnlyList<float[]>? inputMeans = null)
    {
        (int rows, int columns) = network.Sizes[0];
        var tensors = new List<TensorSpec> { new(rows, columns, network.InputChannels, 1, 0) };
        var layers = new List<LayerSpec>();
        foreach (FloatLayer layer in network.Layers)
        {
            int t = tensors.Count;
            (rows, columns) = network.Sizes[t];
            tensors.Add(ranges[t].Spec(rows, columns, layer.Source.OutChannels));
            if (!float.IsFinite(tensors[^1].Scale))
                throw TooLarge(layer, "its values overflow");
            layers.Add(layer.Op == Op.Add
                ? QuantizeAdd(layer, tensors)
                : QuantizeWeighted(layer, tensors, inputMeans?[layer.Inputs[0]]));
        }

        return new NetworkSpec(tensors, layers, fit);
    }

    private static LayerSpec QuantizeWeighted(FloatLayer layer, List<TensorSpec> tensors, float[]? inputMeans)
    {
        TensorSpec input = tensors[layer.Inputs[0]], output = tensors[^1];
        int outs = layer.Source.OutChannels;
        var weights = new sbyte[layer.Weights.Length];
        var bias = new int[outs];
        var multiplier = new int[outs];
        var shift = new sbyte[outs];
        for (int o = 0; o < outs; o++)
        {
            double scale = WeightScale(layer, o, input.Scale);
            double correction = 0;
            long zero = 0, sum = 0;
            foreach ((int k, int c) in layer.Taps(o))
            {
                weights[k] = (sbyte)Math.Clamp(Math.Round(layer.Weights[k] / scale, MidpointRounding.AwayFromZero), -127, 127);
                zero += weights[k] * (long)input.ZeroPoint;
                sum += Math.Abs((int)weights[k]);
                if (inputMeans is not null)
                    correction += ((weights[k] * scale) - layer.Weights[k]) * inputMeans[c];
            }

            bias[o] = checked((int)((long)Math.Round((layer.Bias[o] - correction) / (input.Scale * scale), MidpointRounding.AwayFromZero) - zero));
            double factor = input.Scale * scale / output.Scale;
            (multiplier[o], shift[o]) = factor < MaxFactor ? Requantization.Of(factor) : default;
            if (!(factor < MaxFactor) || Math.Abs((long)bias[o]) + (128 * sum) > (int.MaxValue - 256L) >> Math.Max((int)shift[o], 0))
                throw TooLarge(layer, $"channel {o}");
        }

        (sbyte low, sbyte high) = Clamp(layer.Source.Activation, output);
        return Unweighted(layer, input) with
        {
            Weights = weights,
            Bias = bias,
            Multiplier = multiplier,
            Shift = shift,
            ClampMin = low,
            ClampMax = high,
        };
    }

    /// <summary>What a layer does, without its numbers: where it reads, its window and what that sees outside the picture.</summary>
    internal static LayerSpec Unweighted(FloatLayer layer, TensorSpec input)
    {
        (int top, int left) = layer.PaddingAt(input.Rows, input.Columns);
        return new LayerSpec
        {
            Name = layer.Source.Name,
            Op = layer.Op,
            Input = layer.Inputs[0],
            Input2 = layer.Inputs[0],
            Stride = layer.Source.Stride,
            PadTop = top,
            PadLeft = left,
            Pad = PadValues(layer, input),
        };
    }

    internal static EdgeAdException TooLarge(FloatLayer layer, string where) =>
        new(ErrorCode.BackboneUnsupported, $"the weights of layer '{layer.Source.Name}' are too large to quantise ({where})", "check the file; batch norm statistics near zero do this");

    /// <summary>
    /// Largest weight over 127; never so small that the bias would leave 29 bits (a nearly dead channel is a constant, its weights may vanish).
    /// </summary>
    private static double WeightScale(FloatLayer layer, int output, double inputScale)
    {
        double largest = layer.Taps(output).Max(t => (double)Math.Abs(layer.Weights[t.Index]));
        double floor = Math.Abs(layer.Bias[output]) / (inputScale * (1 << 29));
        return Math.Max(Math.Max(largest / 127, floor), 1e-12);
    }

    /// <summary>TensorFlow Lite's int8 ADD: both inputs to half the larger scale with 20 more bits, the sum to the output's.</summary>
    internal static LayerSpec QuantizeAdd(FloatLayer layer, IReadOnlyList<TensorSpec> tensors)
    {
        double first = tensors[layer.Inputs[0]].Scale, second = tensors[layer.Inputs[1]].Scale, twice = 2 * Math.Max(first, second);
        Requantization[] factors =
        [
            Requantization.Of(first / twice), Requantization.Of(second / twice), Requantization.Of(twice / ((1 << 20) * (double)tensors[^1].Scale)),
        ];
        (sbyte low, sbyte high) = Clamp(layer.Source.Activation, tensors[^1]);
        return new LayerSpec
        {
            Name = layer.Source.Name,
            Op = Op.Add,
            Input = layer.Inputs[0],
            Input2 = layer.Inputs[1],
            Multiplier = [.. factors.Select(f => f.Multiplier)],
            Shift = [.. factors.Select(f => f.Shift)],
            ClampMin = low,
            ClampMax = high,
        };
    }

    private static (sbyte Low, sbyte High) Clamp(Activation activation, TensorSpec output)
    {
        double high = activation == Activation.Relu6 ? output.ZeroPoint + (6 / (double)output.Scale) : 127;
        return ((sbyte)(activation == Activation.None ? -128 : output.ZeroPoint), (sbyte)Math.Clamp(Math.Round(high), -128, 127));
    }

    /// <summary>What a window sees outside the picture, per input channel.</summary>
    internal static sbyte[] PadValues(FloatLayer layer, TensorSpec input)
    {
        if (!layer.HasWindow)
            return [];
        return layer.Pad is { } real
            ? [.. real.Select(p => (sbyte)Math.Clamp(MathF.Round((p / input.Scale) + input.ZeroPoint), -128, 127))]
            : [.. Enumerable.Repeat((sbyte)input.ZeroPoint, input.Channels)];
    }
}
