namespace EdgeAD.Vision.Reporting;

/// <summary>Colours for anomaly scores: from dark violet over red and orange to pale yellow.</summary>
/// <remarks>
/// Computed in Oklch (B. Ottosson, A perceptual color space for image processing, 2020): lightness rises evenly, hue turns evenly, so that equal
/// steps of score look like equal steps of colour, also in grey print and to colour-blind eyes.
/// </remarks>
public static class ColorMap
{
    private static readonly (byte R, byte G, byte B)[] Table = [.. Enumerable.Range(0, 256).Select(i => Compute(i / 255.0))];

    /// <summary>The colour for a position between 0 and 1; positions outside are clamped.</summary>
    public static (byte R, byte G, byte B) At(double position)
    {
        double clamped = double.IsNaN(position) ? 1 : Math.Clamp(position, 0, 1);
        return Table[(int)Math.Round(clamped * 255)];
    }

    private static (byte R, byte G, byte B) Compute(double t)
    {
        double lightness = 0.30 + 0.65 * t;
        double chroma = 0.19 * Math.Sin(Math.PI * Math.Clamp(0.22 + 0.66 * t, 0, 1));
        double hue = (-65 + 170 * t) * Math.PI / 180;
        return FromOklab(lightness, chroma * Math.Cos(hue), chroma * Math.Sin(hue));
    }

    private static (byte R, byte G, byte B) FromOklab(double lightness, double a, double b)
    {
        double l = Math.Pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
        double m = Math.Pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
        double s = Math.Pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
        return (
            Srgb(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            Srgb(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            Srgb(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
    }

    private static byte Srgb(double linear)
    {
        double value = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
        return (byte)Math.Round(255 * Math.Clamp(value, 0, 1));
    }
}
