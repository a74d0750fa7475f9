namespace EdgeAD.Vision.Quantization;

/// <summary>What a layer sees at each output position: <c>[taps]</c> for convolutions and pointwise layers, <c>[9][channels]</c> for depthwise ones, in the
/// order of the layer's weights.</summary>
internal sealed class LayerWindows
{
    private readonly FloatLayer _layer;
    private readonly int _rows, _columns, _channels, _top, _left;
    private readonly float[] _outside;

    /// <summary>Windows over a map of that size.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Rows and columns read.</param>
    /// <param name="output">Rows and columns written.</param>
    /// <param name="outside">Value outside the picture, per input channel; unused where the layer has no window.</param>
    public LayerWindows(FloatLayer layer, (int Rows, int Columns) input, (int Rows, int Columns) output, float[] outside)
    {
        _layer = layer;
        (_rows, _columns) = input;
        (Rows, Columns) = output;
        _channels = layer.Source.InChannels;
        (_top, _left) = layer.PaddingAt(_rows, _columns);
        _outside = outside;
    }

    /// <summary>Output rows.</summary>
    public int Rows { get; }

    /// <summary>Output columns.</summary>
    public int Columns { get; }

    /// <summary>Values in a window.</summary>
    public int Length => _layer.HasWindow ? 9 * _channels : _channels;

    /// <summary>Copies the window under an output position.</summary>
    public void Read(ReadOnlySpan<float> map, int y, int x, Span<float> window)
    {
        if (!_layer.HasWindow)
        {
            map.Slice(((y * _columns) + x) * _channels, _channels).CopyTo(window);
            return;
        }

        for (int k = 0; k < 9; k++)
        {
            int row = (y * _layer.Source.Stride) - _top + (k / 3), column = (x * _layer.Source.Stride) - _left + (k % 3);
            bool inside = row >= 0 && row < _rows && column >= 0 && column < _columns;
            ReadOnlySpan<float> from = inside ? map.Slice(((row * _columns) + column) * _channels, _channels) : _outside;
            from.CopyTo(window[(k * _channels)..]);
        }
    }
}
