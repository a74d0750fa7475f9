using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Quantization;

/// <summary>Weights and bias of one layer as whole numbers that fit 20-bit accumulators, channel by channel.</summary>
internal sealed class ChannelFit
{
    private const double Damping = 0.1;
    private const int MostAccumulator = (1 << 19) - 1, MaxRetries = 60;

    private readonly FloatLayer _layer;
    private readonly float[] _inputs;
    private readonly WindowMoments _moments;
    private readonly int _zeroPoint;
    private readonly LatticeFit? _common; // layers whose outputs all see the same inputs

    /// <summary>Nothing fitted yet.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">Scale of every input channel.</param>
    /// <param name="moments">What its inputs and outputs do on good parts.</param>
    /// <param name="zeroPoint">Of its output.</param>
    public ChannelFit(FloatLayer layer, float[] inputs, WindowMoments moments, int zeroPoint)
    {
        (_layer, _inputs, _moments, _zeroPoint) = (layer, inputs, moments, zeroPoint);
        Weights = new sbyte[layer.Weights.Length];
        Bias = new int[layer.Source.OutChannels];
        if (layer.Op != Op.Depthwise3x3)
            _common = new LatticeFit(moments.Covariance(0), Damping);
    }

    /// <summary>Kernel layout.</summary>
    public sbyte[] Weights { get; }

    /// <summary><c>[out]</c>, with rounding half and zero points.</summary>
    public int[] Bias { get; }

    /// <summary>Fits every channel at its group's shift; output scales grow where accumulators would not fit.</summary>
    /// <param name="outputs">Output scales wanted, <c>[out]</c>; changed to those used.</param>
    /// <param name="shifts">One per group.</param>
    public void FitFree(double[] outputs, byte[] shifts)
    {
        var fitted = new bool[outputs.Length];
        Parallel.For(0, outputs.Length, o =>
        {
            for (int retry = 0; !fitted[o] && retry < MaxRetries; retry++)
            {
                double used = Fit(o, outputs[o], shifts[o / ChannelGroups.Size]);
                fitted[o] = used <= MostAccumulator;
                if (!fitted[o])
                    outputs[o] *= Math.Max(1.02, used / MostAccumulator);
            }
        });
        if (Array.IndexOf(fitted, false) is >= 0 and var channel)
            throw NetworkQuantizer.TooLarge(_layer, $"channel {channel}");
    }

    /// <summary>Fits every channel to an output scale that may not change; shifts shrink (and weights with them) where accumulators would not fit.</summary>
    /// <param name="outputs">The scales, <c>[out]</c>.</param>
    /// <param name="shifts">One per group; changed to those used.</param>
    public void FitFixed(double[] outputs, byte[] shifts)
    {
        for (int g = 0; g < shifts.Length; g++)
        {
            int first = g * ChannelGroups.Size, end = Math.Min(first + ChannelGroups.Size, Bias.Length);
            while (Enumerable.Range(first, end - first).Any(o => !(Fit(o, outputs[o], shifts[g]) <= MostAccumulator)))
            {
                if (shifts[g]-- == 0)
                    throw NetworkQuantizer.TooLarge(_layer, $"channels {first} to {end - 1}");
            }
        }
    }

    /// <summary>Fits one channel; returns the largest accumulator it can have, NaN when there are no numbers for it.</summary>
    private double Fit(int o, double output, int shift)
    {
        double scale = output / (1 << shift);
        if (!double.IsFinite(scale) || scale <= 0)
            return double.NaN;
        LatticeFit fit = _common ?? new LatticeFit(_moments.Covariance(o), Damping);
        (int Index, int InputChannel)[] taps = [.. _layer.Taps(o)];
        double[] means = _moments.InputMeans(o), given = [.. taps.Select(t => _layer.Weights[t.Index] * _inputs[t.InputChannel] / scale)];
        int[] whole = fit.Round(fit.Optimum(given, [.. _moments.CrossCovariance(o).Select(c => c / scale)]));
        for (int k = 0; k < taps.Length; k++)
            Weights[taps[k].Index] = (sbyte)whole[k];

        double weights = 128.0 * whole.Sum(Math.Abs);
        double offset = (_moments.TargetMean(o) / scale) - whole.Zip(means, (w, m) => w * m).Sum();
        double bias = WithinReach(Math.Round(offset + (shift > 0 ? 1 << (shift - 1) : 0) + (_zeroPoint * (double)(1 << shift))), weights, output, shift);
        Bias[o] = (int)Math.Clamp(bias, -MostAccumulator, MostAccumulator);
        return Math.Abs(bias) + weights;
    }

    /// <summary>A bias that leaves the channel at one end of its activation whatever the picture may as well be smaller.</summary>
    private double WithinReach(double bias, double weights, double output, int shift)
    {
        double low = (_zeroPoint * (double)(1 << shift)) - weights - 1, high = ((_zeroPoint + (6 / output) + 1) * (1 << shift)) + weights;
        return _layer.Source.Activation switch
        {
            Activation.Relu => Math.Max(bias, low),
            Activation.Relu6 => Math.Clamp(bias, low, Math.Max(low, high)),
            _ => bias,
        };
    }
}
