namespace EdgeAD.Training.Procedural;

/// <summary>A few related colours; most surfaces are dull and keep to one or two hues.</summary>
internal sealed class Palette
{
    private readonly (float R, float G, float B)[] _colors;

    public Palette(PictureRandom r)
    {
        float hue = r.Float(), spread = r.Chance(0.6f) ? r.Range(0, 0.12f) : r.Range(0.1f, 0.5f);
        float saturation = r.Chance(0.25f) ? 0 : r.Range(0, 1) * r.Range(0.2f, 1), contrast = r.Range(0.15f, 1), level = r.Range(0.15f, 0.85f);
        _colors = new (float, float, float)[2 + r.Int(5)];
        for (int i = 0; i < _colors.Length; i++)
            _colors[i] = FromHsv(hue + spread * r.Gaussian(), saturation * r.Range(0.5f, 1), Math.Clamp(level + contrast * r.Range(-0.6f, 0.6f), 0, 1));
    }

    public (float R, float G, float B) Pick(PictureRandom r) => _colors[r.Int(_colors.Length)];

    /// <summary>The colour at 0..1, blended between neighbours.</summary>
    public (float R, float G, float B) At(float t)
    {
        t = Math.Clamp(t, 0, 1) * (_colors.Length - 1);
        int i = Math.Min((int)t, _colors.Length - 2);
        ((float ar, float ag, float ab), (float br, float bg, float bb), float f) = (_colors[i], _colors[i + 1], t - i);
        return (ar + f * (br - ar), ag + f * (bg - ag), ab + f * (bb - ab));
    }

    public Canvas Paint(Field field)
    {
        var canvas = new Canvas(field.Size);
        for (int i = 0; i < field.Values.Length; i++)
            (canvas.Planes[0][i], canvas.Planes[1][i], canvas.Planes[2][i]) = At(field.Values[i]);
        return canvas;
    }

    private static (float, float, float) FromHsv(float hue, float saturation, float value)
    {
        float Channel(float n)
        {
            float k = PatternFields.Fraction((n / 6) + hue) * 6;
            return value * (1 - saturation * Math.Clamp(MathF.Min(k, 4 - k), 0, 1));
        }

        return (Channel(5), Channel(3), Channel(1));
    }
}
