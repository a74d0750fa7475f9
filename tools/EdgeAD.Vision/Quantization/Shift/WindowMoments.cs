using EdgeAD.Schema;

namespace EdgeAD.Vision.Quantization;

/// <summary>How a layer's quantised inputs vary together and with what the float layer gives: all that fitting its weights needs.</summary>
/// <remarks>
/// Codes count from 0 here, so products are whole numbers below 2^16 and sums of 256 of them are exact in single precision; longer sums are in
/// double. Covariances of channels that hardly vary come out right that way. Frames are added in order.
/// </remarks>
internal sealed class WindowMoments
{
    private const int Exact = 256; // positions whose sums are exact in single precision
    private const float FirstCode = -128;

    private readonly bool _depthwise;
    private readonly int _taps, _outs;
    private readonly double[] _products, _cross, _inputs, _targets;
    private double _count;

    /// <summary>Nothing yet.</summary>
    public WindowMoments(FloatLayer layer)
    {
        _depthwise = layer.Op == Op.Depthwise3x3;
        _outs = layer.Source.OutChannels;
        _taps = layer.Weights.Length / _outs;
        int own = _depthwise ? _outs : 1;
        (_products, _cross) = (new double[_taps * _taps * own], new double[_taps * _outs]);
        (_inputs, _targets) = (new double[_taps * own], new double[_outs]);
    }

    private WindowMoments(WindowMoments like)
    {
        (_depthwise, _taps, _outs) = (like._depthwise, like._taps, like._outs);
        (_products, _cross) = (new double[like._products.Length], new double[like._cross.Length]);
        (_inputs, _targets) = (new double[like._inputs.Length], new double[like._targets.Length]);
    }

    /// <summary>Weights per output channel.</summary>
    public int Taps => _taps;

    /// <summary>The moments of one frame; may run beside others.</summary>
    /// <param name="windows">Of the layer.</param>
    /// <param name="codes">Quantised input map.</param>
    /// <param name="targets">The float layer's sums, <c>[positions][out]</c>.</param>
    public WindowMoments OfFrame(LayerWindows windows, float[] codes, float[] targets)
    {
        float[] window = new float[windows.Length];
        float[] products = new float[_products.Length], cross = new float[_cross.Length], inputs = new float[_inputs.Length], sums = new float[_outs];
        var frame = new WindowMoments(this) { _count = windows.Rows * windows.Columns };
        for (int p = 0; p < frame._count; p++)
        {
            windows.Read(codes, p / windows.Columns, p % windows.Columns, window);
            for (int i = 0; i < window.Length; i++)
                window[i] -= FirstCode;
            Accumulate(window, targets.AsSpan(p * _outs, _outs), products, cross, inputs, sums);
            if (p % Exact != Exact - 1 && p != frame._count - 1)
                continue;
            Flush(products, frame._products);
            Flush(cross, frame._cross);
            Flush(inputs, frame._inputs);
            Flush(sums, frame._targets);
        }

        return frame;
    }

    private void Accumulate(float[] window, ReadOnlySpan<float> target, float[] products, float[] cross, float[] inputs, float[] sums)
    {
        VectorMath.AddScaled(sums, target, 1);
        VectorMath.AddScaled(inputs, window, 1);
        for (int k = 0; k < _taps; k++)
        {
            if (!_depthwise)
            {
                VectorMath.AddScaled(products.AsSpan(k * _taps, k + 1), window, window[k]);
                VectorMath.AddScaled(cross.AsSpan(k * _outs, _outs), target, window[k]);
                continue;
            }

            Span<float> tap = window.AsSpan(k * _outs, _outs);
            VectorMath.AddProducts(cross.AsSpan(k * _outs, _outs), target, tap);
            for (int l = 0; l <= k; l++)
                VectorMath.AddProducts(products.AsSpan(((k * _taps) + l) * _outs, _outs), window.AsSpan(l * _outs, _outs), tap);
        }
    }

    /// <summary>Adds the moments of a frame.</summary>
    public void Add(WindowMoments frame)
    {
        _count += frame._count;
        Accumulate(_products, frame._products);
        Accumulate(_cross, frame._cross);
        Accumulate(_inputs, frame._inputs);
        Accumulate(_targets, frame._targets);
    }

    /// <summary>Mean input of an output channel's taps.</summary>
    public double[] InputMeans(int output) => [.. Enumerable.Range(0, _taps).Select(k => (_inputs[At(k, output)] / _count) + FirstCode)];

    /// <summary>Mean sum of the float layer.</summary>
    public double TargetMean(int output) => _targets[output] / _count;

    /// <summary>Covariance of an output channel's taps, <c>[taps][taps]</c>; the same array for all outputs of a layer that is not depthwise when it is passed on.</summary>
    public double[] Covariance(int output)
    {
        var covariance = new double[_taps * _taps];
        int own = _depthwise ? _outs : 1, at = _depthwise ? output : 0;
        for (int k = 0; k < _taps; k++)
        for (int l = 0; l <= k; l++)
        {
            double value = (_products[(((k * _taps) + l) * own) + at] / _count) - (_inputs[At(k, output)] / _count * (_inputs[At(l, output)] / _count));
            covariance[(k * _taps) + l] = covariance[(l * _taps) + k] = value;
        }

        for (int k = 0; k < _taps; k++)
            covariance[(k * _taps) + k] = Math.Max(covariance[(k * _taps) + k], 0);
        return covariance;
    }

    /// <summary>Covariance of the taps with the float layer's sum.</summary>
    public double[] CrossCovariance(int output) =>
        [.. Enumerable.Range(0, _taps).Select(k => (_cross[(k * _outs) + output] / _count) - (_inputs[At(k, output)] / _count * (_targets[output] / _count)))];

    private int At(int tap, int output) => _depthwise ? (tap * _outs) + output : tap;

    /// <summary>Adds single-precision sums to double ones and starts them anew.</summary>
    private static void Flush(float[] from, double[] to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] += from[i];
        Array.Clear(from);
    }

    private static void Accumulate(double[] sums, double[] values)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += values[i];
    }
}
