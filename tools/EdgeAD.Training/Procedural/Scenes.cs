namespace EdgeAD.Training.Procedural;

/// <summary>Pictures with things in them: dead leaves (Lee, Mumford, Huang 2001: natural statistics from occlusion) and lit objects on a ground.</summary>
internal static class Scenes
{
    /// <summary>Shapes of all sizes (power law) thrown over each other until the ground is covered or the count is reached.</summary>
    public static Canvas DeadLeaves(PictureRandom r, int size)
    {
        Canvas canvas = Textures.Any(r, size);
        var palettes = new[] { new Palette(r), new Palette(r) };
        Canvas[] coats = r.Chance(0.5f) ? [Textures.Any(r, size), Textures.Any(r, size)] : [];
        int count = (int)r.LogRange(8, 150);
        float smallest = r.LogRange(2, 8), largest = size * r.Range(0.15f, 0.5f), exponent = r.Range(1.5f, 3.5f), edge = r.LogRange(0.7f, 3);
        for (int leaf = 0; leaf < count; leaf++)
        {
            // inverse transform of p(radius) ~ radius^-exponent
            float u = r.Float(), e = 1 - exponent;
            float radius = MathF.Pow(MathF.Pow(smallest, e) + u * (MathF.Pow(largest, e) - MathF.Pow(smallest, e)), 1 / e);
            float cx = r.Float() * size, cy = r.Float() * size;
            Func<float, float, float> shape = Shapes.Any(r, cx, cy, radius);
            (float R, float G, float B) color = palettes[r.Int(2)].Pick(r);
            Canvas? coat = coats.Length > 0 && r.Chance(0.6f) ? coats[r.Int(coats.Length)] : null;
            float slopeX = r.Range(-0.3f, 0.3f) / radius, slopeY = r.Range(-0.3f, 0.3f) / radius;
            ForDisc(size, cx, cy, radius * 1.6f + 2, (x, y, i) =>
            {
                float cover = Math.Clamp(0.5f - shape(x, y) / edge, 0, 1);
                if (cover <= 0)
                    return;
                float light = 1 + slopeX * (x - cx) + slopeY * (y - cy);
                (float red, float green, float blue) = coat is null ? color : (coat.Planes[0][i], coat.Planes[1][i], coat.Planes[2][i]);
                canvas.Planes[0][i] += cover * (red * light - canvas.Planes[0][i]);
                canvas.Planes[1][i] += cover * (green * light - canvas.Planes[1][i]);
                canvas.Planes[2][i] += cover * (blue * light - canvas.Planes[2][i]);
            });
        }

        return canvas;
    }

    /// <summary>One to a dozen rounded bodies with texture, shading and a shadow on a textured ground.</summary>
    public static Canvas Objects(PictureRandom r, int size)
    {
        Canvas canvas = Textures.Any(r, size);
        Canvas[] coats = r.Chance(0.5f) ? [Textures.Any(r, size)] : [Textures.Any(r, size), Textures.Any(r, size)];
        Field bumps = r.Chance(0.5f) ? Textures.AnyField(r, size) : new Field(size);
        int count = r.Chance(0.4f) ? 1 : 1 + r.Int(12);
        Light light = Light.Any(r);
        for (int body = 0; body < count; body++)
        {
            float radius = size * (count == 1 ? r.Range(0.2f, 0.5f) : r.LogRange(0.05f, 0.3f));
            float cx = size * (count == 1 ? r.Range(0.35f, 0.65f) : r.Float()), cy = size * (count == 1 ? r.Range(0.35f, 0.65f) : r.Float());
            Place(r, canvas, coats[r.Int(coats.Length)], bumps, light, Shapes.Any(r, cx, cy, radius), cx, cy, radius);
        }

        return canvas;
    }

    private static void Place(
        PictureRandom r, Canvas canvas, Canvas coat, Field bumps, Light light, Func<float, float, float> shape, float cx, float cy, float radius)
    {
        int size = canvas.Size;
        float bevel = radius * r.LogRange(0.05f, 1), edge = r.LogRange(0.7f, 2.5f), depth = r.LogRange(0.03f, 0.3f), height = bevel * r.LogRange(0.3f, 2);
        float strength = r.Range(0, 0.7f), soft = radius * r.Range(0.03f, 0.5f) + 1, dx = radius * r.Range(-0.3f, 0.3f), dy = radius * r.Range(-0.3f, 0.3f);
        float tint = r.Range(0.7f, 1.3f), reach = radius * 1.9f + soft;
        ForDisc(size, cx, cy, reach, (x, y, i) => Scale(canvas, i, 1 - strength * Math.Clamp(0.5f - shape(x - dx, y - dy) / soft, 0, 1)));
        float Relief(float x, float y, int i)
        {
            float inside = Math.Clamp(-shape(x, y) / bevel, 0, 1);
            return MathF.Sqrt(inside * (2 - inside)) + depth * bumps.Values[i];
        }

        ForDisc(size, cx, cy, radius * 1.6f + 2, (x, y, i) =>
        {
            float cover = Math.Clamp(0.5f - shape(x, y) / edge, 0, 1);
            if (cover <= 0)
                return;
            float here = Relief(x, y, i);
            float gx = height * (here - Relief(x + 1, y, x < size - 1 ? i + 1 : i)), gy = height * (here - Relief(x, y + 1, y < size - 1 ? i + size : i));
            (float shade, float gloss) = light.On(gx, gy);
            for (int c = 0; c < 3; c++)
                canvas.Planes[c][i] += cover * (coat.Planes[c][i] * tint * shade + gloss - canvas.Planes[c][i]);
        });
    }

    private static void Scale(Canvas canvas, int i, float factor)
    {
        canvas.Planes[0][i] *= factor;
        canvas.Planes[1][i] *= factor;
        canvas.Planes[2][i] *= factor;
    }

    private static void ForDisc(int size, float cx, float cy, float radius, Action<int, int, int> at)
    {
        int top = Math.Max(0, (int)(cy - radius)), bottom = Math.Min(size - 1, (int)(cy + radius)), left = Math.Max(0, (int)(cx - radius)), right = Math.Min(size - 1, (int)(cx + radius));
        for (int y = top; y <= bottom; y++)
            for (int x = left; x <= right; x++)
                at(x, y, y * size + x);
    }
}
