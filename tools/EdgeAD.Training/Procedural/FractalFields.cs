namespace EdgeAD.Training.Procedural;

/// <summary>Fractals and shaders: Julia and Mandelbrot sets, iterated function systems with flame variations, random expression trees.</summary>
internal static class FractalFields
{
    public static Field Any(PictureRandom r, int size) => r.Int(3) switch
    {
        0 => EscapeTime(r, size),
        1 => Flame(r, size),
        _ => Shader(r, size),
    };

    /// <summary>Smooth iteration count of <c>z^2 + c</c> near the border of the set.</summary>
    public static Field EscapeTime(PictureRandom r, int size)
    {
        bool julia = r.Chance(0.6f);
        float angle = r.Range(0, MathF.Tau), bulge = r.Range(0.9f, 1.1f);
        // A point near the edge of the main cardioid: that is where something happens.
        float cx = bulge * (0.5f * MathF.Cos(angle) - 0.25f * MathF.Cos(2 * angle)), cy = bulge * (0.5f * MathF.Sin(angle) - 0.25f * MathF.Sin(2 * angle));
        float zoom = julia ? r.LogRange(0.3f, 3) : r.LogRange(0.01f, 1.5f), ox = julia ? r.Range(-0.6f, 0.6f) : cx, oy = julia ? r.Range(-0.6f, 0.6f) : cy;
        (float sin, float cos) = MathF.SinCos(r.Range(0, MathF.Tau));
        int limit = 24 + r.Int(40);
        return Field.From(size, (px, py) =>
        {
            float u = (px / size - 0.5f) * zoom, v = (py / size - 0.5f) * zoom;
            float x = ox + u * cos - v * sin, y = oy + u * sin + v * cos, kx = julia ? cx : x, ky = julia ? cy : y;
            for (int i = 0; i < limit; i++)
            {
                float xx = x * x, yy = y * y;
                if (xx + yy > 16)
                    return i + 1 - MathF.Log2(0.5f * MathF.Log2(xx + yy));
                (x, y) = (xx - yy + kx, 2 * x * y + ky);
            }

            return limit;
        }).Map(MathF.Abs).Map(MathF.Sqrt).Normalise();
    }

    /// <summary>Chaos game over random affine maps with a flame variation each (Draves 2003); log density.</summary>
    public static Field Flame(PictureRandom r, int size)
    {
        int count = 2 + r.Int(4), variation = r.Int(6);
        var maps = new float[count * 6];
        for (int m = 0; m < count; m++)
        {
            float angle = r.Range(0, MathF.Tau), scale = r.Range(0.3f, 0.85f), squash = r.Range(0.4f, 1), shear = r.Range(-0.4f, 0.4f);
            (float sin, float cos) = MathF.SinCos(angle);
            (maps[m * 6], maps[m * 6 + 1], maps[m * 6 + 2]) = (scale * cos, -scale * sin * squash + shear, r.Range(-1, 1));
            (maps[m * 6 + 3], maps[m * 6 + 4], maps[m * 6 + 5]) = (scale * sin, scale * cos * squash, r.Range(-1, 1));
        }

        var points = new (float X, float Y)[30000];
        (float x, float y) = (0, 0);
        (float left, float right, float top, float bottom) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        for (int i = -20; i < points.Length; i++)
        {
            int m = 6 * r.Int(count);
            (x, y) = (maps[m] * x + maps[m + 1] * y + maps[m + 2], maps[m + 3] * x + maps[m + 4] * y + maps[m + 5]);
            float rr = x * x + y * y + 1e-6f;
            (x, y) = variation switch
            {
                1 => (MathF.Sin(x), MathF.Sin(y)),
                2 => (x / rr * 0.5f, y / rr * 0.5f),
                3 => (x * MathF.Sin(rr) - y * MathF.Cos(rr), x * MathF.Cos(rr) + y * MathF.Sin(rr)),
                4 => ((x - y) * (x + y) / MathF.Sqrt(rr), 2 * x * y / MathF.Sqrt(rr)),
                _ => (x, y),
            };
            (x, y) = (Math.Clamp(x, -4, 4), Math.Clamp(y, -4, 4));
            if (i < 0)
                continue;
            points[i] = (x, y);
            (left, right, top, bottom) = (MathF.Min(left, x), MathF.Max(right, x), MathF.Min(top, y), MathF.Max(bottom, y));
        }

        var field = new Field(size);
        float zoom = r.Range(0.7f, 1.6f), sx = zoom * size / MathF.Max(1e-3f, right - left), sy = zoom * size / MathF.Max(1e-3f, bottom - top);
        float mx = 0.5f * (left + right), my = 0.5f * (top + bottom);
        foreach ((float px, float py) in points)
        {
            int ix = (int)((px - mx) * sx + size * 0.5f), iy = (int)((py - my) * sy + size * 0.5f);
            if ((uint)ix < (uint)size && (uint)iy < (uint)size)
                field.Values[iy * size + ix]++;
        }

        return field.Map(v => MathF.Log(1 + v)).Blur(r.Chance(0.5f) ? 1 : 0).Normalise();
    }

    /// <summary>A random formula of x and y (Sims 1991), evaluated bottom up over whole maps.</summary>
    public static Field Shader(PictureRandom r, int size)
    {
        float scale = r.LogRange(1.5f, 30) / size;
        (float sin, float cos) = MathF.SinCos(r.Range(0, MathF.Tau));
        (float ox, float oy) = (r.Range(-1, 1) * size, r.Range(-1, 1) * size);
        List<Field> terms =
        [
            Field.From(size, (x, y) => scale * ((x - ox) * cos - (y - oy) * sin)),
            Field.From(size, (x, y) => scale * ((x - ox) * sin + (y - oy) * cos)),
            NoiseFields.Smooth(r, size),
        ];
        for (int round = 3 + r.Int(6); round > 0; round--)
        {
            float[] a = terms[r.Int(terms.Count)].Values, b = terms[r.Int(terms.Count)].Values;
            (float k, float c) = (r.LogRange(0.5f, 4), r.Range(-2, 2));
            var made = new Field(size);
            int op = r.Int(7);
            for (int i = 0; i < made.Values.Length; i++)
            {
                made.Values[i] = op switch
                {
                    0 => MathF.Sin(k * a[i] + c),
                    1 => a[i] * b[i],
                    2 => a[i] + k * b[i],
                    3 => MathF.Abs(a[i] - c),
                    4 => MathF.Sin(k * a[i]) * MathF.Cos(b[i] + c),
                    5 => MathF.Sqrt(a[i] * a[i] + b[i] * b[i]),
                    _ => MathF.Max(a[i], b[i]),
                };
            }

            terms.Add(made.Map(v => float.IsFinite(v) ? Math.Clamp(v, -50, 50) : 0));
        }

        Field last = terms[^1];
        return r.Chance(0.6f) ? last.Map(v => 0.5f + 0.5f * MathF.Sin(v * 2)) : last.Normalise();
    }
}
