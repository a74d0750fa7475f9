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
