namespace EdgeAD.Training.Procedural;

/// <summary>Surfaces without objects: one or two fields, painted, sometimes lit as a relief, sometimes grained.</summary>
internal static class Textures
{
    public static Canvas Any(PictureRandom r, int size)
    {
        Field main = AnyField(r, size);
        Canvas canvas = r.Chance(0.12f) ? ThreeChannels(r, size) : new Palette(r).Paint(main);
        if (r.Chance(0.35f))
            canvas.Blend(new Palette(r).Paint(NoiseFields.Any(r, size)), Mask(r, size));
        if (r.Chance(0.35f))
            canvas.Shade(Light.Any(r), r.Chance(0.7f) ? main : NoiseFields.Any(r, size), r.LogRange(1, size * 0.15f));
        if (r.Chance(0.3f))
            Grain(r, canvas);
        return canvas;
    }

    public static Field AnyField(PictureRandom r, int size) => r.Int(10) switch
    {
        < 4 => NoiseFields.Any(r, size),
        < 7 => PatternFields.Any(r, size),
        7 => NoiseFields.Turing(r, size),
        _ => FractalFields.Any(r, size),
    };

    /// <summary>A soft or hard mask from any field, or an even veil.</summary>
    public static Field Mask(PictureRandom r, int size)
    {
        float veil = r.Range(0.2f, 0.8f);
        if (r.Chance(0.3f))
            return Field.From(size, (_, _) => veil);
        float threshold = r.Range(0.2f, 0.8f), slope = r.LogRange(1, 40);
        return AnyField(r, size).Map(v => Math.Clamp(0.5f + slope * (v - threshold), 0, 1));
    }

    /// <summary>Fine multiplicative noise, the same or different on the channels.</summary>
    public static void Grain(PictureRandom r, Canvas canvas)
    {
        float strength = r.LogRange(0.02f, 0.5f), coarse = r.LogRange(1, 6), gain = r.Range(0.5f, 1);
        bool grey = r.Chance(0.7f);
        Field? shared = grey ? NoiseFields.Octaves(r, canvas.Size, coarse, gain) : null;
        foreach (float[] plane in canvas.Planes)
        {
            float[] noise = (shared ?? NoiseFields.Octaves(r, canvas.Size, coarse, gain)).Values;
            for (int i = 0; i < plane.Length; i++)
                plane[i] *= 1 + strength * (noise[i] - 0.5f);
        }
    }

    // Three fields mixed by a random colour matrix: less tidy than a palette.
    private static Canvas ThreeChannels(PictureRandom r, int size)
    {
        Field[] fields = [AnyField(r, size), NoiseFields.Any(r, size), AnyField(r, size)];
        var canvas = new Canvas(size);
        foreach (float[] plane in canvas.Planes)
        {
            (float a, float b, float c, float level) = (r.Range(-1, 1), r.Range(-0.6f, 0.6f), r.Range(-0.4f, 0.4f), r.Range(0.3f, 0.7f));
            for (int i = 0; i < plane.Length; i++)
                plane[i] = level + a * (fields[0].Values[i] - 0.5f) + b * (fields[1].Values[i] - 0.5f) + c * (fields[2].Values[i] - 0.5f);
        }

        return canvas;
    }
}
