using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Quantization;

/// <summary>Quantises a network so that its layers leave their accumulators by shifts (<see cref="Requantisation.Shift"/>), fitted to pictures of good parts.</summary>
/// <remarks>
/// 1. The float network runs over the pictures: what does every channel use? 2. Channels of expanded spaces are ordered by the shifts they want.
/// 3. Layer by layer: the kernels compute what the layers before really give, the float network says what should come out, and whole-number
/// weights and bias are fitted to that by least squares (<see cref="LatticeFit"/>), so each layer also makes up for the rounding before it.
/// Layers whose output an addition reads keep one scale for all channels. Seconds in all, no gradients, the same bytes every time.
/// </remarks>
internal sealed class GroupShiftQuantizer
{
    private readonly FloatNetwork _network;
    private readonly Fit _fit;
    private readonly MapStatistics _statistics;
    private readonly ScalePlan _plan;
    private readonly double[][] _gains;
    private readonly int[]?[] _orders;
    private readonly IReadOnlyList<Frame> _frames;
    private readonly CancellationToken _cancel;
    private readonly List<TensorSpec> _tensors = [];
    private readonly List<LayerSpec> _layers = [];
    private readonly float[][]?[] _reals, _codes; // [tensor][frame][map], of tensors that later layers still read

    private GroupShiftQuantizer(FloatNetwork network, Fit fit, IReadOnlyList<Frame> frames, CancellationToken cancel)
    {
        (_fit, _frames, _cancel) = (fit, frames, cancel);
        sbyte[][] inputs = Tap(ProbeModel.Input(network.Sizes[0].Columns, network.Sizes[0].Rows, network.InputChannels, fit), 0);
        MapStatistics before = MapStatistics.Of(network, inputs, cancel);
        _orders = ChannelOrders.Of(network, before);
        _network = ChannelPermutation.Apply(network, _orders);
        _statistics = MapStatistics.Of(_network, inputs, cancel);
        _plan = new ScalePlan(_network, _statistics);
        _gains = ChannelOrders.Gains(_network);
        (_reals, _codes) = (new float[][]?[network.Sizes.Count], new float[][]?[network.Sizes.Count]);
        _codes[0] = _reals[0] = [.. inputs.Select(map => FloatForward.Widen(map))];
    }

    /// <summary>Quantises a network.</summary>
    /// <param name="network">The float network.</param>
    /// <param name="fit">How frames are fitted to the input.</param>
    /// <param name="frames">Good parts; 16 to 40 are plenty.</param>
    /// <param name="cancel">Stops the work.</param>
    public static NetworkSpec Quantize(FloatNetwork network, Fit fit, IReadOnlyList<Frame> frames, CancellationToken cancel = default) =>
        new GroupShiftQuantizer(network, fit, frames, cancel).Run();

    private NetworkSpec Run()
    {
        (int rows, int columns) = _network.Sizes[0];
        _tensors.Add(new TensorSpec(rows, columns, _network.InputChannels, 1, 0));
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            _cancel.ThrowIfCancellationRequested();
            float[][] sums = Sums(i);
            _layers.Add(_network.Layers[i].Op == Op.Add ? QuantizeAdd(i) : QuantizeWeighted(i, sums));
            Parallel.ForEach(sums, map => FloatForward.Activate(_network.Layers[i].Source.Activation, map));
            _reals[i + 1] = sums;
            if (i + 1 < _network.Layers.Count)
                _codes[i + 1] = [.. Tap(ProbeModel.Tap(new NetworkSpec(_tensors, _layers, _fit)), i + 1).Select(map => FloatForward.Widen(map))];
            for (int t = 0; t <= i; t++)
            {
                if (!_network.Layers.Skip(i + 1).Any(l => l.Inputs.Contains(t)))
                    _reals[t] = _codes[t] = null;
            }
        }

        return new NetworkSpec(_tensors, _layers, _fit);
    }

    private LayerSpec QuantizeAdd(int index)
    {
        _tensors.Add(Tensor(index + 1, _plan.Scales(index + 1)));
        return NetworkQuantizer.QuantizeAdd(_network.Layers[index], _tensors);
    }

    private LayerSpec QuantizeWeighted(int index, float[][] sums)
    {
        FloatLayer layer = _network.Layers[index];
        int outs = layer.Source.OutChannels, input = layer.Inputs[0];
        TensorSpec source = _tensors[input];
        float[] inputs = [.. Enumerable.Range(0, source.Channels).Select(source.ScaleOf)];
        double[] deviations = [.. Enumerable.Range(0, source.Channels).Select(c => _statistics.Deviation(input, c))];
        ChannelCost[] costs = ChannelOrders.Costs(layer, inputs, deviations, _plan.Scales(index + 1), _gains[index + 1]);
        bool isFixed = _plan.IsFixed(index + 1);
        byte[] shifts = Shifts(costs, isFixed);
        double[] outputs = [.. costs.Select((c, o) => isFixed ? c.WantedScale : c.OutputScale(shifts[o / ChannelGroups.Size]))];
        var fit = new ChannelFit(layer, inputs, Moments(index, sums), _plan.ZeroPoint(index + 1));
        if (isFixed)
            fit.FitFixed(outputs, shifts);
        else
            fit.FitFree(outputs, shifts);

        TensorSpec target = Tensor(index + 1, [.. outputs.Select(s => (float)s)]);
        _tensors.Add(target);
        return NetworkQuantizer.Unweighted(layer, source) with
        {
            Weights = fit.Weights,
            Bias = fit.Bias,
            Requantisation = Requantisation.Shift,
            GroupShift = shifts,
            ChannelMin = [.. Enumerable.Repeat((sbyte)(layer.Source.Activation == Activation.None ? -128 : target.ZeroPoint), outs)],
            ChannelMax = [.. outputs.Select(s => layer.Source.Activation == Activation.Relu6 ? (sbyte)Math.Clamp(Math.Round(target.ZeroPoint + (6 / s)), -128, 127) : (sbyte)127)],
        };
    }

    /// <summary>One shift per group. Where scales are fixed it is the largest at which every channel's weights fit.</summary>
    private static byte[] Shifts(ChannelCost[] costs, bool isFixed)
    {
        var shifts = new byte[(costs.Length + ChannelGroups.Size - 1) / ChannelGroups.Size];
        for (int g = 0; g < shifts.Length; g++)
        {
            ReadOnlySpan<ChannelCost> group = costs.AsSpan(g * ChannelGroups.Size, Math.Min(ChannelGroups.Size, costs.Length - (g * ChannelGroups.Size)));
            if (!isFixed)
            {
                shifts[g] = (byte)ChannelCost.Best(group);
                continue;
            }

            int fits = ChannelCost.MaxShift;
            foreach (ChannelCost channel in group)
                fits = Math.Min(fits, (int)Math.Floor(Math.Log2(channel.WantedScale / channel.LeastWeightScale)));
            shifts[g] = (byte)Math.Max(fits, 0);
        }

        return shifts;
    }

    private TensorSpec Tensor(int t, float[] scales)
    {
        (int rows, int columns) = _network.Sizes[t];
        var spec = new TensorSpec(rows, columns, scales.Length, scales.Max(), _plan.ZeroPoint(t)) { Order = _orders[t] ?? [] };
        return _plan.IsPerChannel(t) ? spec with { ChannelScales = scales } : spec;
    }

    private WindowMoments Moments(int index, float[][] sums)
    {
        FloatLayer layer = _network.Layers[index];
        TensorSpec source = _tensors[layer.Inputs[0]];
        float[] pad = [.. NetworkQuantizer.PadValues(layer, source).Select(p => (float)p)];
        var windows = new LayerWindows(layer, _network.Sizes[layer.Inputs[0]], _network.Sizes[index + 1], pad);
        var all = new WindowMoments(layer);
        var frames = new WindowMoments[sums.Length];
        Parallel.For(0, frames.Length, i => frames[i] = all.OfFrame(windows, _codes[layer.Inputs[0]]![i], sums[i]));
        foreach (WindowMoments frame in frames)
            all.Add(frame);
        return all;
    }

    private float[][] Sums(int index)
    {
        FloatLayer layer = _network.Layers[index];
        var sums = new float[_frames.Count][];
        Parallel.For(0, sums.Length, i => sums[i] = FloatForward.Sums(_network, index, _reals[layer.Inputs[0]]![i], _reals[layer.Inputs[^1]]![i]));
        return sums;
    }

    /// <summary>A tensor of a model for every frame.</summary>
    private sbyte[][] Tap(ModelContent model, int tensor)
    {
        var maps = new sbyte[_frames.Count][];
        EngineFarm.ForEach(ModelWriter.Write(model), _frames, (engine, i, frame) => maps[i] = engine.Tap(frame, tensor)[0], _cancel);
        return maps;
    }
}
