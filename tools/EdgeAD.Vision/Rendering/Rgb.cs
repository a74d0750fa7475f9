namespace EdgeAD.Vision.Rendering;

/// <summary>A colour in linear light.</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    public static Rgb operator *(Rgb c, float k) => new(c.R * k, c.G * k, c.B * k);

    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb Lerp(Rgb a, Rgb b, float t) => new(Noise.Lerp(a.R, b.R, t), Noise.Lerp(a.G, b.G, t), Noise.Lerp(a.B, b.B, t));
}
