namespace EdgeAD.Vision.Quantization;

/// <summary>A real factor as the integer multiplier and shift that the kernels apply (TensorFlow Lite's QuantizeMultiplier).</summary>
/// <param name="Multiplier">Q31, in [2^30, 2^31) or 0.</param>
/// <param name="Shift">Power of two, positive = left; factor = multiplier / 2^31 * 2^shift.</param>
public readonly record struct Requantization(int Multiplier, sbyte Shift)
{
    /// <summary>The nearest representable factor; factors below 2^-32 become 0.</summary>
    /// <param name="factor">Not negative, below 2^30.</param>
    public static Requantization Of(double factor)
    {
        if (!(factor >= 0) || factor >= 1 << 30)
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "a requantisation factor must lie in [0, 2^30)");
        if (factor == 0)
            return new Requantization(0, 0);
        int exponent = Math.ILogB(factor) + 1; // factor = fraction * 2^exponent, fraction in [0.5, 1)
        long multiplier = (long)Math.Round(Math.ScaleB(factor, 31 - exponent), MidpointRounding.AwayFromZero);
        if (multiplier == 1L << 31)
        {
            multiplier >>= 1;
            exponent++;
        }

        return exponent < -31 ? new Requantization(0, 0) : new Requantization((int)multiplier, (sbyte)exponent);
    }
}
