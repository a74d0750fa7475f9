using EdgeAD.Schema;

namespace EdgeAD.Vision.Quantization;

/// <summary>Reorders the channels of feature maps: their writers' outputs and their readers' inputs move together, so the network computes the same.</summary>
internal static class ChannelPermutation
{
    /// <summary>Applies an order to some tensors.</summary>
    /// <param name="network">The network.</param>
    /// <param name="orders">Per tensor, the old channel at every new place; null leaves a tensor alone.</param>
    public static FloatNetwork Apply(FloatNetwork network, IReadOnlyList<int[]?> orders) =>
        network.With([.. network.Layers.Select((layer, i) => Reorder(layer, orders[layer.Inputs[0]], orders[i + 1]))]);

    private static FloatLayer Reorder(FloatLayer layer, int[]? inputs, int[]? outputs)
    {
        if (inputs is null && outputs is null)
            return layer;
        if (layer.Op == Op.Add)
            throw new ArgumentException("channels of an addition stay where they are", nameof(layer));
        int ins = layer.Source.InChannels, outs = layer.Source.OutChannels;
        inputs ??= [.. Enumerable.Range(0, ins)];
        outputs ??= [.. Enumerable.Range(0, outs)];
        var weights = new float[layer.Weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = layer.Weights[layer.Op == Op.Depthwise3x3
                ? (i / outs * outs) + outputs[i % outs]
                : (outputs[i / (weights.Length / outs)] * (weights.Length / outs)) + (i % (weights.Length / outs) / ins * ins) + inputs[i % ins]];
        }

        return layer with { Weights = weights, Bias = [.. outputs.Select(o => layer.Bias[o])], Pad = layer.Pad is { } pad ? [.. inputs.Select(c => pad[c])] : null };
    }
}
