namespace EdgeAD.Training.Procedural;

/// <summary>Regular and half-regular fields: stripes, weaves, bricks, dots, rings, cells, strokes.</summary>
internal static class PatternFields
{
    public static Field Any(PictureRandom r, int size)
    {
        Field field = r.Int(8) switch
        {
            0 => Stripes(r, size),
            1 => Stripes(r, size),
            2 => Lattice(r, size),
            3 => Lattice(r, size),
            4 => Cells(r, size),
            5 => Cells(r, size),
            6 => Rings(r, size),
            _ => Strokes(r, size),
        };
        if (r.Chance(0.5f))
            field = field.Warp(NoiseFields.Smooth(r, size), NoiseFields.Smooth(r, size), r.LogRange(2, size * 0.4f));
        return field;
    }

    /// <summary>Parallel lines of one profile, at any angle.</summary>
    public static Field Stripes(PictureRandom r, int size)
    {
        (float sin, float cos) = MathF.SinCos(r.Range(0, MathF.PI));
        float period = r.LogRange(2.5f, size * 0.5f), phase = r.Float();
        Func<float, float> profile = Profile(r);
        return Field.From(size, (x, y) => profile(Fraction((x * cos + y * sin) / period + phase)));
    }

    /// <summary>A repeated tile: checks, dots, bricks, weave, plaid, hatch.</summary>
    public static Field Lattice(PictureRandom r, int size)
    {
        (float sin, float cos) = MathF.SinCos(r.Chance(0.4f) ? 0 : r.Range(0, MathF.PI));
        float width = r.LogRange(4, size * 0.45f), height = r.Chance(0.5f) ? width : width * r.Range(0.3f, 1);
        float shift = r.Chance(0.4f) ? 0.5f : 0, gap = r.Range(0.03f, 0.3f), jitter = r.Chance(0.5f) ? r.Range(0, 0.5f) : 0;
        int kind = r.Int(6);
        Func<float, float> profile = Profile(r), other = Profile(r);
        ulong key = r.Next();
        return Field.From(size, (x, y) =>
        {
            float v = (-x * sin + y * cos) / height, row = MathF.Floor(v), u = (x * cos + y * sin) / width + row * shift, column = MathF.Floor(u);
            (u, v) = (u - column, v - row);
            float own = jitter * Hash(key, (int)column, (int)row);
            return kind switch
            {
                0 => ((int)column + (int)row & 1) == 0 ? 1 - own : own,
                1 => MathF.Min(MathF.Min(u, 1 - u), MathF.Min(v, 1 - v)) < gap * 0.5f ? own * 0.3f : 1 - own,
                2 => Math.Clamp(0.5f + 6 * (gap + 0.15f + 0.2f * own - MathF.Sqrt((u - 0.5f) * (u - 0.5f) + (v - 0.5f) * (v - 0.5f))), 0, 1),
                3 => ((int)column + (int)row & 1) == 0 ? profile(u) : other(v),
                4 => 0.5f * (profile(u) + other(v)),
                _ => MathF.Max(profile(u), profile(v)),
            };
        });
    }

    /// <summary>Distances to scattered points (Worley 1996): cobbles, scales, cracks, grain, flat cells.</summary>
    public static Field Cells(PictureRandom r, int size)
    {
        float cell = r.LogRange(4, size * 0.4f);
        int columns = (int)(size / cell) + 4;
        var points = new (float X, float Y, float Own)[columns * columns];
        float jitter = r.Range(0.3f, 1);
        for (int i = 0; i < points.Length; i++)
            points[i] = (i % columns - 1 + 0.5f + jitter * (r.Float() - 0.5f), i / columns - 1 + 0.5f + jitter * (r.Float() - 0.5f), r.Float());
        int kind = r.Int(5);
        float stretch = r.Chance(0.3f) ? r.Range(0.4f, 1) : 1, width = r.Range(0.03f, 0.25f);
        return Field.From(size, (px, py) =>
        {
            float x = px / cell, y = py / cell * stretch, first = float.MaxValue, second = float.MaxValue, own = 0;
            int cx = (int)x + 1, cy = (int)y + 1;
            for (int j = cy - 1; j <= cy + 1; j++)
            {
                for (int i = cx - 1; i <= cx + 1; i++)
                {
                    (float qx, float qy, float value) = points[j * columns + i];
                    float d = (qx - x) * (qx - x) + (qy - y) * (qy - y);
                    if (d < first)
                        (second, first, own) = (first, d, value);
                    else if (d < second)
                        second = d;
                }
            }

            (first, second) = (MathF.Sqrt(first), MathF.Sqrt(second));
            return kind switch
            {
                0 => MathF.Min(1, first),
                1 => MathF.Min(1, second - first),
                2 => second - first < width ? 0 : 0.4f + 0.6f * own,
                3 => own,
                _ => MathF.Min(1, (second - first) * 2) * (0.5f + 0.5f * own),
            };
        });
    }

    /// <summary>Rings, spirals and rays around a point.</summary>
    public static Field Rings(PictureRandom r, int size)
    {
        (float cx, float cy) = (size * r.Range(-0.2f, 1.2f), size * r.Range(-0.2f, 1.2f));
        float period = r.LogRange(3, size * 0.5f), arms = r.Int(3) == 0 ? r.Int(12) : 0, power = r.Range(0.5f, 1.2f);
        bool rays = r.Chance(0.25f);
        Func<float, float> profile = Profile(r);
        return Field.From(size, (x, y) =>
        {
            float dx = x - cx, dy = y - cy, turn = MathF.Atan2(dy, dx) / MathF.Tau;
            float radius = MathF.Pow(dx * dx + dy * dy, power * 0.5f);
            return profile(Fraction(rays ? turn * (arms + 5) : radius / period + turn * arms));
        });
    }

    /// <summary>Curved strokes of varying width: hair, scratches, cracks, writing.</summary>
    public static Field Strokes(PictureRandom r, int size)
    {
        var field = new Field(size);
        int count = 1 + r.Int(40);
        float width = r.LogRange(0.5f, 5), bend = r.Range(0, 0.35f), spread = r.Chance(0.4f) ? r.Range(0.05f, 0.6f) : MathF.PI, main = r.Range(0, MathF.PI);
        for (int stroke = 0; stroke < count; stroke++)
        {
            float x = r.Range(-0.1f, 1.1f) * size, y = r.Range(-0.1f, 1.1f) * size, heading = main + r.Range(-spread, spread), turn = 0;
            float strength = r.Range(0.4f, 1), w = width * r.Range(0.5f, 1.5f);
            int steps = (int)(size * r.LogRange(0.08f, 1.5f));
            for (int s = 0; s < steps; s++)
            {
                turn = 0.9f * turn + bend * 0.3f * r.Gaussian();
                heading += turn * 0.3f;
                x += MathF.Cos(heading);
                y += MathF.Sin(heading);
                Dab(field, x, y, w, strength);
            }
        }

        return field;
    }

    public static float Fraction(float v) => v - MathF.Floor(v);

    public static float Hash(ulong key, int x, int y)
    {
        ulong h = key ^ ((ulong)(uint)x * 0x9E3779B97F4A7C15UL) ^ ((ulong)(uint)y * 0xC2B2AE3D27D4EB4FUL);
        h ^= h >> 29;
        h *= 0xBF58476D1CE4E5B9UL;
        h ^= h >> 32;
        return (h & 0xFFFFFF) * (1f / (1 << 24));
    }

    private static void Dab(Field field, float x, float y, float width, float strength)
    {
        int size = field.Size, reach = (int)MathF.Ceiling(width);
        for (int py = Math.Max(0, (int)y - reach); py <= Math.Min(size - 1, (int)y + reach + 1); py++)
        {
            for (int px = Math.Max(0, (int)x - reach); px <= Math.Min(size - 1, (int)x + reach + 1); px++)
            {
                float d = MathF.Sqrt((px - x) * (px - x) + (py - y) * (py - y)), cover = Math.Clamp(width * 0.5f + 0.5f - d, 0, 1);
                ref float v = ref field.Values[py * size + px];
                v = MathF.Max(v, strength * cover);
            }
        }
    }

    private static Func<float, float> Profile(PictureRandom r)
    {
        float duty = r.Range(0.1f, 0.9f), soft = r.LogRange(0.01f, 0.4f);
        return r.Int(4) switch
        {
            0 => t => 0.5f + 0.5f * MathF.Sin(MathF.Tau * t),
            1 => t => t,
            2 => t => Math.Clamp(0.5f + (duty * 0.5f - MathF.Abs(t - 0.5f)) / soft, 0, 1),
            _ => t => MathF.Sqrt(MathF.Max(0, 1 - 4 * (t - 0.5f) * (t - 0.5f))),
        };
    }
}
