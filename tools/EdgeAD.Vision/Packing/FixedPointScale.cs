namespace EdgeAD.Vision.Packing;

/// <summary>A positive factor as the kernels apply it: multiplier / 2^shift.</summary>
/// <param name="Multiplier">0..2^31 - 1.</param>
/// <param name="Shift">1..62.</param>
public readonly record struct FixedPointScale(int Multiplier, int Shift)
{
    /// <summary>The factor, rounded to 31 bits; 2^-63 and less become 0, factors above 2^29 the largest there is.</summary>
    public static FixedPointScale From(double value)
    {
        if (!(value > 0))
            return new FixedPointScale(0, 1);
        int exponent = Math.ILogB(value) + 1; // value = m 2^exponent, m in [0.5, 1)
        long multiplier = (long)Math.Round(Math.ScaleB(value, 31 - exponent));
        if (multiplier == 1L << 31)
            (multiplier, exponent) = (1L << 30, exponent + 1);
        int shift = 31 - exponent;
        if (shift < 1)
            return new FixedPointScale(int.MaxValue, 1);
        return shift <= 62 ? new FixedPointScale((int)multiplier, shift) : new FixedPointScale(shift < 93 ? (int)(multiplier >> (shift - 62)) : 0, 62);
    }

    /// <summary>The factor that is applied.</summary>
    public double Value => Math.ScaleB(Multiplier, -Shift);
}
