namespace EdgeAD.Vision.Evaluation;

/// <summary>A share, e.g. false rejects of good parts, with the Wilson 95 % interval of the rate behind it.</summary>
/// <param name="Count">How many.</param>
/// <param name="Total">Of how many; 0 when nothing was observed.</param>
public readonly record struct Proportion(int Count, int Total)
{
    // 97.5 % quantile of the standard normal distribution.
    private const double Z = 1.959963984540054;

    /// <summary>The share, 0..1; null when nothing was observed.</summary>
    public double? Rate => Total == 0 ? null : (double)Count / Total;

    /// <summary>Lower end of the interval; null when nothing was observed.</summary>
    public double? Low => Bound(-1);

    /// <summary>Upper end of the interval; null when nothing was observed.</summary>
    public double? High => Bound(1);

    // E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
    private double? Bound(int side)
    {
        if (Total == 0)
            return null;
        if (side < 0 && Count == 0)
            return 0; // exact; rounding would leave 1e-17
        if (side > 0 && Count == Total)
            return 1;
        double n = Total;
        double p = Count / n;
        double center = p + Z * Z / (2 * n);
        double spread = Z * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return Math.Clamp((center + side * spread) / (1 + Z * Z / n), 0, 1);
    }
}
