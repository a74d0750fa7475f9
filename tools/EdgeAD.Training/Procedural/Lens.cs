namespace EdgeAD.Training.Procedural;

/// <summary>What lies between a scene and the pixels: uneven light, scratches and dust, blur, exposure, colour cast, sensor noise.</summary>
internal static class Lens
{
    /// <summary>RGB bytes, interleaved, <c>[size][size][3]</c>.</summary>
    public static byte[] Take(PictureRandom r, Canvas canvas)
    {
        int size = canvas.Size;
        if (r.Chance(0.15f))
            canvas.Blend(new Palette(r).Paint(NoiseFields.Smooth(r, size)), PatternFields.Strokes(r, size));
        if (r.Chance(0.4f))
        {
            Field light = NoiseFields.Smooth(r, size);
            float depth = r.Range(0.1f, 0.9f);
            foreach (float[] plane in canvas.Planes)
                for (int i = 0; i < plane.Length; i++)
                    plane[i] *= 1 - depth * (light.Values[i] - 0.3f);
        }

        if (r.Chance(0.3f))
            Blur(canvas, 1 + (r.Chance(0.2f) ? r.Int(3) : 0));
        if (r.Chance(0.12f))
            Grey(canvas);
        Expose(r, canvas);
        float noise = r.Chance(0.5f) ? r.LogRange(0.002f, 0.06f) : 0;
        var pixels = new byte[size * size * 3];
        for (int i = 0; i < size * size; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                // three uniforms make a good enough bell
                float n = noise == 0 ? 0 : noise * 2 * (r.Float() + r.Float() + r.Float() - 1.5f);
                pixels[3 * i + c] = (byte)(Math.Clamp(canvas.Planes[c][i] + n, 0, 1) * 255 + 0.5f);
            }
        }

        return pixels;
    }

    private static void Expose(PictureRandom r, Canvas canvas)
    {
        // Bring the picture's own range to a random exposure, with a slight cast and gamma.
        float mean = 0, square = 0;
        int samples = 0;
        foreach (float[] plane in canvas.Planes)
        {
            for (int i = 0; i < plane.Length; i += 37, samples++)
            {
                float v = float.IsFinite(plane[i]) ? plane[i] : 0;
                mean += v;
                square += v * v;
            }
        }

        mean /= samples;
        float deviation = MathF.Sqrt(MathF.Max(1e-6f, square / samples - mean * mean));
        float target = r.Range(0.25f, 0.7f), spread = r.LogRange(0.05f, 0.3f), gain = MathF.Min(spread / deviation, 6), gamma = r.LogRange(0.7f, 1.5f);
        foreach (float[] plane in canvas.Planes)
        {
            float cast = r.Range(0.92f, 1.08f);
            for (int i = 0; i < plane.Length; i++)
            {
                float v = float.IsFinite(plane[i]) ? plane[i] : 0;
                v = Math.Clamp(cast * (target + gain * (v - mean)), 0, 1);
                plane[i] = gamma is > 0.97f and < 1.03f ? v : MathF.Pow(v, gamma);
            }
        }
    }

    private static void Blur(Canvas canvas, int radius)
    {
        foreach (float[] plane in canvas.Planes)
        {
            var field = new Field(canvas.Size);
            plane.CopyTo(field.Values, 0);
            field.Blur(radius).Values.CopyTo(plane, 0);
        }
    }

    private static void Grey(Canvas canvas)
    {
        for (int i = 0; i < canvas.Planes[0].Length; i++)
        {
            float grey = 0.3f * canvas.Planes[0][i] + 0.6f * canvas.Planes[1][i] + 0.1f * canvas.Planes[2][i];
            canvas.Planes[0][i] = canvas.Planes[1][i] = canvas.Planes[2][i] = grey;
        }
    }
}
