using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Quantization;

/// <summary>Which scale every channel of every feature map asks for, from what good parts were seen to use.</summary>
internal sealed class ScalePlan
{
    /// <summary>Ranges reach this much beyond what good parts use: defects go further, and a clipped defect costs more than the 1 dB that finer codes would give.</summary>
    private const float Headroom = 0.4f;

    /// <summary>A channel's range is at least this share of the widest one of its map: channels that good parts hardly use are the ones that defects wake,
    /// and nearly dead ones would ruin the choice of shift.</summary>
    private const float LeastShare = 0.6f;

    /// <summary>The same for maps whose channels share one scale: their widest channel leaves the others room enough.</summary>
    private const float SharedHeadroom = 0.05f;

    /// <summary>Maps that are added share one scale unless one reaches this many times further than another.</summary>
    private const float MostDifference = 4;

    private readonly FloatNetwork _network;
    private readonly MapStatistics _statistics;

    /// <summary>Plans a network.</summary>
    public ScalePlan(FloatNetwork network, MapStatistics statistics) => (_network, _statistics) = (network, statistics);

    /// <summary>True where scales are not free: the input, and whatever an addition reads or writes.</summary>
    public bool IsFixed(int tensor) =>
        tensor == 0 || _network.Layers[tensor - 1].Op == Op.Add || _network.ReadersOf(tensor).Any(l => l.Op == Op.Add);

    /// <summary>True where every channel has a scale of its own.</summary>
    public bool IsPerChannel(int tensor) => !IsFixed(tensor) || IsPlainSum(tensor);

    /// <summary>Zero point of a map: the smallest code after a ReLU, the middle otherwise.</summary>
    public int ZeroPoint(int tensor)
    {
        if (tensor == 0)
            return 0;
        if (_network.Layers[tensor - 1].Source.Activation != Activation.None)
            return -128;
        return IsPerChannel(tensor) ? 0 : SharedRange(tensor).Spec(1, 1, 1).ZeroPoint;
    }

    /// <summary>Scales per channel.</summary>
    public float[] Scales(int tensor)
    {
        int channels = _network.ChannelsOf(tensor);
        if (tensor == 0)
            return [.. Enumerable.Repeat(1f, channels)];
        if (!IsPerChannel(tensor))
            return [.. Enumerable.Repeat(SharedRange(tensor).Spec(1, 1, 1).Scale, channels)];
        List<int> maps = IsFixed(tensor) ? Sums(tensor) : [tensor];
        float[] reach = [.. Enumerable.Range(0, channels).Select(c => maps.Max(t => Reach(t, c)))];
        float least = Math.Max(LeastShare * reach.Max(), 1e-6f);
        float codes = ZeroPoint(tensor) == 0 ? 127 : 255;
        return [.. reach.Select(r => MathF.Max(r, least) / codes)];
    }

    /// <summary>True where all maps that additions tie together are linear and of similar size: a channel has the same scale in all of them and no zero
    /// point, so adding them is adding their codes.</summary>
    private bool IsPlainSum(int tensor)
    {
        if (!IsFixed(tensor) || tensor == 0)
            return false;
        List<int> sums = Sums(tensor);
        return sums.All(t => t > 0 && _network.Layers[t - 1].Source.Activation == Activation.None) && sums.Max(Widest) <= MostDifference * sums.Min(Widest);
    }

    /// <summary>The maps that additions tie to this one, itself included.</summary>
    private List<int> Sums(int tensor)
    {
        var tied = new List<int> { tensor };
        for (int known = 0; known != tied.Count;)
        {
            known = tied.Count;
            for (int i = 0; i < _network.Layers.Count; i++)
            {
                if (_network.Layers[i].Op == Op.Add && (tied.Contains(i + 1) || _network.Layers[i].Inputs.Any(tied.Contains)))
                    tied = [.. tied.Union(_network.Layers[i].Inputs.Append(i + 1))];
            }
        }

        return tied;
    }

    private float Widest(int tensor) => Enumerable.Range(0, _network.ChannelsOf(tensor)).Max(c => Reach(tensor, c));

    private float Reach(int tensor, int channel)
    {
        float largest = MathF.Max(_statistics.Max(tensor, channel), -_statistics.Min(tensor, channel)) * (1 + Headroom);
        return _network.Layers[tensor - 1].Source.Activation == Activation.Relu6 ? MathF.Min(largest, 6) : largest;
    }

    private TensorRange SharedRange(int tensor)
    {
        IEnumerable<int> channels = Enumerable.Range(0, _network.ChannelsOf(tensor));
        Activation activation = _network.Layers[tensor - 1].Source.Activation;
        float min = channels.Min(c => _statistics.Min(tensor, c)) * (1 + SharedHeadroom), max = channels.Max(c => _statistics.Max(tensor, c)) * (1 + SharedHeadroom);
        return activation == Activation.None ? new TensorRange(min, max) : new TensorRange(0, activation == Activation.Relu6 ? MathF.Min(max, 6) : max);
    }
}
