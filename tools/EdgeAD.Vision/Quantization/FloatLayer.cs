using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Quantization;

/// <summary>A backbone layer made ready for quantisation: kernel layout, preprocessing folded into the first layer.</summary>
/// <param name="Source">The layer in the backbone.</param>
/// <param name="Op">Kernel operator.</param>
/// <param name="Inputs">Tensor indices read.</param>
/// <param name="Weights">Kernel layout (conv3x3 <c>[out][3][3][in]</c>, depthwise <c>[3][3][channels]</c>, pointwise <c>[out][in]</c>).</param>
/// <param name="Bias"><c>[out]</c>.</param>
/// <param name="Pad">Real value outside the picture, per input channel; null where it is 0.</param>
internal sealed record FloatLayer(BackboneLayer Source, Op Op, int[] Inputs, float[] Weights, float[] Bias, float[]? Pad)
{
    /// <summary>True for operators that look at a 3x3 window.</summary>
    public bool HasWindow => Op is Op.Conv3x3 or Op.Depthwise3x3;

    /// <summary>Rows above and columns left of a picture of that size that a window may see.</summary>
    public (int Top, int Left) PaddingAt(int rows, int columns)
    {
        if (!HasWindow)
            return (0, 0);
        bool same = Source.Padding == Padding.Same && Source.Stride == 2;
        return (same && rows % 2 == 0 ? 0 : 1, same && columns % 2 == 0 ? 0 : 1);
    }

    /// <summary>Weights that feed one output channel, in any order.</summary>
    public IEnumerable<(int Index, int InputChannel)> Taps(int output)
    {
        int channels = Source.InChannels;
        switch (Op)
        {
            case Op.Depthwise3x3:
                for (int k = 0; k < 9; k++)
                    yield return ((k * channels) + output, output);
                break;
            case Op.Conv3x3:
                for (int k = 0; k < 9 * channels; k++)
                    yield return ((output * 9 * channels) + k, k % channels);
                break;
            case Op.Pointwise:
                for (int c = 0; c < channels; c++)
                    yield return ((output * channels) + c, c);
                break;
        }
    }
}
