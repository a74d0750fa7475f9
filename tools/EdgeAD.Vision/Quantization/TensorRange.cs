using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Quantization;

/// <summary>Interval of real values that a feature map's int8 codes span.</summary>
internal readonly record struct TensorRange(float Min, float Max)
{
    /// <summary>Scale and zero point so that -128 stands for <see cref="Min"/> and 127 for <see cref="Max"/>; 0 is exactly representable.</summary>
    public TensorSpec Spec(int rows, int columns, int channels)
    {
        float min = MathF.Min(Min, 0), max = MathF.Max(Max, 0);
        float scale = MathF.Max((max - min) / 255f, 1e-8f);
        int zero = (int)Math.Clamp(MathF.Round(-128 - (min / scale)), -128, 127);
        return new TensorSpec(rows, columns, channels, scale, zero);
    }
}
