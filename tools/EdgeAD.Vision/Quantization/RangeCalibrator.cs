using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Quantization;

/// <summary>Finds activation ranges on pictures of good parts by running the quantised network itself.</summary>
/// <remarks>
/// There is no second, float inference: the network is quantised with generous ranges, the kernels run it, and the ranges are narrowed to (or, where
/// codes saturate, widened beyond) what they were seen to use, until nothing changes. A few rounds suffice.
/// </remarks>
internal sealed class RangeCalibrator
{
    private const int MaxRounds = 10;
    private const float Headroom = 0.02f; // of the span, on either side: unseen parts reach a little further

    private readonly FloatNetwork _network;
    private readonly Fit _fit;
    private readonly IReadOnlyList<Frame> _frames;
    private readonly CancellationToken _cancel;

    private RangeCalibrator(FloatNetwork network, Fit fit, IReadOnlyList<Frame> frames, CancellationToken cancel) =>
        (_network, _fit, _frames, _cancel) = (network, fit, frames, cancel);

    /// <summary>Quantises a network with ranges and bias correction from these frames.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="fit">How frames are fitted to the input.</param>
    /// <param name="frames">Good parts; 8 to 40 are plenty.</param>
    /// <param name="cancel">Stops the work.</param>
    public static NetworkSpec Quantize(FloatNetwork network, Fit fit, IReadOnlyList<Frame> frames, CancellationToken cancel = default) =>
        new RangeCalibrator(network, fit, frames, cancel).Run();

    /// <summary>The network with ranges nobody has looked at: right in shape and size, for cost estimates.</summary>
    public static NetworkSpec Shape(FloatNetwork network, Fit fit) =>
        NetworkQuantizer.Quantize(network, new RangeCalibrator(network, fit, [], CancellationToken.None).Generous(), fit);

    private NetworkSpec Run()
    {
        TensorRange[] ranges = Generous();
        for (int round = 0; round < MaxRounds; round++)
        {
            NetworkSpec trial = NetworkQuantizer.Quantize(_network, ranges, _fit);
            TensorRange[] next = [.. Observe(trial).Select((seen, t) => t == 0 ? ranges[0] : Adapt(t, ranges[t], seen, trial.Tensors[t]))];
            bool settled = ranges.Zip(next, Close).All(same => same);
            ranges = next;
            if (settled)
                break;
        }

        NetworkSpec plain = NetworkQuantizer.Quantize(_network, ranges, _fit);
        return NetworkQuantizer.Quantize(_network, ranges, _fit, Means(plain));
    }

    /// <summary>ReLU6 bounds itself; elsewhere four standard deviations of a sum of independent inputs around its centre.</summary>
    private TensorRange[] Generous()
    {
        var ranges = new List<TensorRange> { new(-128, 127) };
        foreach (FloatLayer layer in _network.Layers)
        {
            if (layer.Source.Activation == Activation.Relu6)
            {
                ranges.Add(new TensorRange(0, 6));
                continue;
            }

            float reach = layer.Op == Op.Add
                ? layer.Inputs.Sum(t => MathF.Max(-ranges[t].Min, ranges[t].Max))
                : Enumerable.Range(0, layer.Source.OutChannels).Max(o => Reach(layer, o, ranges[layer.Inputs[0]]));
            ranges.Add(new TensorRange(layer.Source.Activation == Activation.None ? -reach : 0, reach));
        }

        return [.. ranges];
    }

    private static float Reach(FloatLayer layer, int output, TensorRange input)
    {
        double squares = 0, deviation = (input.Max - input.Min) / 4;
        foreach ((int k, _) in layer.Taps(output))
            squares += layer.Weights[k] * (double)layer.Weights[k];
        return (float)(Math.Abs(layer.Bias[output]) + (4 * deviation * Math.Sqrt(squares)));
    }

    /// <summary>Smallest and largest code of every tensor over all frames.</summary>
    private (int Min, int Max)[] Observe(NetworkSpec network)
    {
        var seen = Enumerable.Repeat((Min: 127, Max: -128), network.Tensors.Count).ToArray();
        ForEachTap(network, maps =>
        {
            for (int t = 0; t < maps.Length; t++)
            {
                (int min, int max) = (127, -128);
                foreach (sbyte code in maps[t])
                {
                    min = Math.Min(min, code);
                    max = Math.Max(max, code);
                }

                lock (seen)
                    seen[t] = (Math.Min(seen[t].Min, min), Math.Max(seen[t].Max, max));
            }
        });
        return seen;
    }

    /// <summary>Mean real value of every tensor's channels over all frames.</summary>
    private float[][] Means(NetworkSpec network)
    {
        var sums = network.Tensors.Select(t => new long[t.Channels]).ToArray();
        ForEachTap(network, maps =>
        {
            for (int t = 0; t < maps.Length; t++)
            {
                var own = new long[sums[t].Length];
                for (int i = 0; i < maps[t].Length; i += own.Length)
                for (int c = 0; c < own.Length; c++)
                    own[c] += maps[t][i + c];
                lock (sums)
                {
                    for (int c = 0; c < own.Length; c++)
                        sums[t][c] += own[c];
                }
            }
        });
        return [.. network.Tensors.Select((t, i) =>
            sums[i].Select(s => t.Scale * (float)((s / ((double)t.Rows * t.Columns * _frames.Count)) - t.ZeroPoint)).ToArray())];
    }

    private void ForEachTap(NetworkSpec network, Action<sbyte[][]> visit)
    {
        byte[] file = ModelWriter.Write(ProbeModel.Tap(network));
        int[] all = [.. Enumerable.Range(0, network.Tensors.Count)];
        EngineFarm.ForEach(file, _frames, (engine, _, frame) => visit(engine.Tap(frame, all)), _cancel);
    }

    private TensorRange Adapt(int tensor, TensorRange range, (int Min, int Max) seen, TensorSpec spec)
    {
        Activation activation = _network.Layers[tensor - 1].Source.Activation;
        float span = range.Max - range.Min, margin = Headroom * spec.Scale * Math.Max(seen.Max - seen.Min, 1);
        float max = seen.Max == 127 ? range.Max + (span / 2) : (spec.Scale * (seen.Max + 0.5f - spec.ZeroPoint)) + margin;
        float min = seen.Min == -128 ? range.Min - (span / 2) : (spec.Scale * (seen.Min - 0.5f - spec.ZeroPoint)) - margin;
        if (activation == Activation.Relu6)
            max = MathF.Min(max, 6);
        return activation == Activation.None ? new TensorRange(min, max) : new TensorRange(0, MathF.Max(max, spec.Scale));
    }

    private static bool Close(TensorRange a, TensorRange b)
    {
        float tolerance = 0.02f * (a.Max - a.Min);
        return MathF.Abs(a.Min - b.Min) <= tolerance && MathF.Abs(a.Max - b.Max) <= tolerance;
    }
}
