using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Quantization;

/// <summary>Orders the channels of every expanded space (a map and the depthwise maps computed from it) by the shifts they want.</summary>
internal sealed class ChannelOrders
{
    private readonly FloatNetwork _network;
    private readonly MapStatistics _statistics;
    private readonly ScalePlan _plan;
    private readonly double[][] _gains;

    private ChannelOrders(FloatNetwork network, MapStatistics statistics)
    {
        (_network, _statistics, _plan) = (network, statistics, new ScalePlan(network, statistics));
        _gains = Gains(network);
    }

    /// <summary>Per tensor, the old channel at every new place; null where channels stay.</summary>
    public static int[]?[] Of(FloatNetwork network, MapStatistics statistics) => new ChannelOrders(network, statistics).Run();

    /// <summary>How much an error of each channel of each map weighs: squares of the weights that it passes on its way to the last map.</summary>
    public static double[][] Gains(FloatNetwork network)
    {
        var gains = Enumerable.Range(0, network.Sizes.Count).Select(t => new double[network.ChannelsOf(t)]).ToArray();
        for (int t = gains.Length - 1; t > 0; t--)
        {
            if (!network.ReadersOf(t).Any())
                Array.Fill(gains[t], 1);
            FloatLayer layer = network.Layers[t - 1];
            foreach (int input in layer.Inputs)
            {
                for (int o = 0; o < gains[t].Length; o++)
                {
                    if (layer.Op == Op.Add)
                        gains[input][o] += gains[t][o];
                    foreach ((int k, int c) in layer.Taps(o))
                        gains[input][c] += layer.Weights[k] * (double)layer.Weights[k] * gains[t][o];
                }
            }
        }

        return gains;
    }

    /// <summary>What a layer's output channels cost at each shift.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Scales of its input.</param>
    /// <param name="deviations">Standard deviations of its input channels, real values.</param>
    /// <param name="wanted">Output scales that ranges ask for.</param>
    /// <param name="gains">Weight of an error per output channel.</param>
    public static ChannelCost[] Costs(FloatLayer layer, float[] inputs, double[] deviations, float[] wanted, double[] gains) =>
    [
        .. Enumerable.Range(0, layer.Source.OutChannels).Select(o =>
        {
            double largest = 0, sum = 0, variance = 0;
            foreach ((int k, int c) in layer.Taps(o))
            {
                double w = Math.Abs(layer.Weights[k] * (double)inputs[c]), codes = deviations[c] / inputs[c];
                largest = Math.Max(largest, w);
                sum += w;
                variance += codes * codes;
            }

            // 128 sum |w| of the pictures, as much again for the zero point in the bias, and the output's own zero point. A bias that
            // drives every sum out of what the activation lets pass counts no further than it takes to do so.
            double bias = layer.Bias[o], offset = Math.Abs(bias);
            if (layer.Source.Activation != Activation.None && (bias < 0 || layer.Source.Activation == Activation.Relu6))
                offset = Math.Min(offset, (256 * sum) + 6);
            double accumulator = ((256 * sum) + offset + (128 * wanted[o])) / (1 << 19);
            return new ChannelCost(gains[o], Math.Max(largest / 127, accumulator), wanted[o], variance);
        }),
    ];

    private int[]?[] Run()
    {
        var orders = new int[]?[_network.Sizes.Count];
        for (int t = 1; t < orders.Length; t++)
        {
            List<int> space = Space(t);
            if (_network.Layers[t - 1].Op is Op.Depthwise3x3 or Op.Add || _network.ChannelsOf(t) <= ChannelGroups.Size || space.Any(_plan.IsFixed))
                continue;
            int[] order = ChannelGroups.Order([.. space.Select(Table)]);
            foreach (int member in space)
                orders[member] = order;
        }

        return orders;
    }

    /// <summary>A tensor and the depthwise maps computed from it, one from another.</summary>
    private List<int> Space(int tensor)
    {
        var space = new List<int> { tensor };
        for (int i = tensor; i < _network.Layers.Count; i++)
        {
            if (_network.Layers[i].Op == Op.Depthwise3x3 && space.Contains(_network.Layers[i].Inputs[0]))
                space.Add(i + 1);
        }

        return space;
    }

    /// <summary>[channel][shift]</summary>
    private double[][] Table(int tensor)
    {
        FloatLayer layer = _network.Layers[tensor - 1];
        int input = layer.Inputs[0];
        double[] deviations = [.. Enumerable.Range(0, _network.ChannelsOf(input)).Select(c => _statistics.Deviation(input, c))];
        ChannelCost[] costs = Costs(layer, _plan.Scales(input), deviations, _plan.Scales(tensor), _gains[tensor]);
        return [.. costs.Select(c => Enumerable.Range(0, ChannelCost.MaxShift + 1).Select(c.At).ToArray())];
    }
}
