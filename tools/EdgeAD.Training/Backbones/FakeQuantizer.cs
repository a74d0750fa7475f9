using EdgeAD.Vision.Backbones;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>Simulates int8 in the float graph: values are rounded on the way forward, gradients pass straight through (Jacob et al. 2018).</summary>
internal static class FakeQuantizer
{
    /// <summary>Weights: symmetric per output channel, +-127. Maps: one asymmetric scale of 256 steps per tensor.</summary>
    public static Tensor Apply(BackboneLayer layer, bool isWeight, Tensor value)
    {
        Tensor rounded;
        using (no_grad())
        {
            if (isWeight)
            {
                Tensor step = value.abs().amax([1, 2, 3], keepdim: true).clamp_min(1e-8) / 127;
                rounded = (value / step).round().clamp(-127, 127) * step - value;
            }
            else
            {
                Tensor low = value.min().clamp_max(0), high = value.max().clamp_min(0), step = (high - low).clamp_min(1e-6) / 255;
                rounded = ((value - low) / step).round() * step + low - value;
            }
        }

        return value + rounded;
    }
}
