using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>How each kind of defect changes a canvas.</summary>
internal static class DefectShapes
{
    /// <summary>A rectangle of the donor, lit a little differently, at a random place of the part.</summary>
    public static void CutPaste(DefectCanvas canvas, Extent extent) => Strip(canvas, extent, extent.Size * canvas.Side, canvas.Random.Between(0.35f, 1), turn: 0);

    /// <summary>A thin strip, turned.</summary>
    public static void Scar(DefectCanvas canvas, Extent extent)
    {
        float length = 1.8f * extent.Size * canvas.Side;
        Strip(canvas, extent, length, Math.Max(canvas.Random.Between(0.06f, 0.14f), 2 / length), canvas.Random.Between(0, MathF.PI));
    }

    /// <summary>Donor texture, turned upside down and recoloured, where fractal noise is high.</summary>
    public static void Perlin(DefectCanvas canvas, Extent extent)
    {
        RenderRandom random = canvas.Random;
        float radius = 0.75f * extent.Size * canvas.Side, grain = radius * random.Between(0.5f, 1.2f);
        (float R, float G, float B) tint = Light(random, 0.35f);
        (float X, float Y) source = canvas.DonorPlace(radius, radius);
        uint seed = random.NextUInt();
        Blob(canvas, radius, (x, y, dx, dy, weight) =>
        {
            float noise = Noise.Fractal(x / grain, y / grain, 3, seed) + 0.15f;
            (float r, float g, float b) = canvas.FromDonor(source.X - dx, source.Y - dy);
            canvas.Mix(x, y, (r * tint.R, g * tint.G, b * tint.B), extent.Strength * weight * Noise.Smooth(0, 0.15f, noise));
        });
    }

    /// <summary>Local loss of sharpness, as from a wipe or a drop.</summary>
    public static void Blur(DefectCanvas canvas, Extent extent)
    {
        float radius = 0.7f * extent.Size * canvas.Side;
        int reach = Math.Max(1, (int)MathF.Round((0.012f + (0.03f * extent.Strength)) * canvas.Side));
        Blob(canvas, radius, (x, y, _, _, weight) =>
        {
            float r = 0, g = 0, b = 0;
            for (int i = -reach; i <= reach; i++)
            for (int j = -reach; j <= reach; j++)
            {
                (float R, float G, float B) near = canvas.At(x + j, y + i);
                (r, g, b) = (r + near.R, g + near.G, b + near.B);
            }

            float share = 1f / (((2 * reach) + 1) * ((2 * reach) + 1));
            canvas.Mix(x, y, (r * share, g * share, b * share), weight);
        });
    }

    /// <summary>A blot that lights, darkens or tints what lies below it.</summary>
    public static void Stain(DefectCanvas canvas, Extent extent)
    {
        RenderRandom random = canvas.Random;
        float radius = 0.6f * extent.Size * canvas.Side, grain = radius * 0.6f;
        float light = (random.NextInt(3) == 0 ? 1 : -1) * random.Between(0.45f, 0.8f);
        (float R, float G, float B) tint = Light(random, 0.25f);
        uint seed = random.NextUInt();
        Blob(canvas, radius, (x, y, _, _, weight) =>
        {
            (float r, float g, float b) = canvas.At(x, y);
            float level = light < 0 ? 1 + light : 1;
            float add = light > 0 ? light * 200 : 0;
            float rough = 0.8f + (0.2f * Noise.Gradient(x / grain, y / grain, seed));
            canvas.Mix(x, y, ((r * level * tint.R) + add, (g * level * tint.G) + add, (b * level * tint.B) + add), extent.Strength * weight * rough);
        });
    }

    /// <summary>Ground shows where the part's edge should be; without a known ground, a dark or light hole.</summary>
    public static void Missing(DefectCanvas canvas, Extent extent)
    {
        RenderRandom random = canvas.Random;
        float radius = 0.55f * extent.Size * canvas.Side;
        (float X, float Y) place = canvas.Place();
        (float R, float G, float B) color = random.NextInt(4) == 0 ? (225, 225, 220) : (25, 24, 26);
        if (canvas.Foreground.Found)
        {
            color = canvas.Foreground.Ground;
            place = Edge(canvas, place);
        }

        uint seed = random.NextUInt();
        float strength = canvas.Foreground.Found ? 1 : 0.35f + (0.65f * extent.Strength);
        Blob(canvas, place, radius, hard: true, (x, y, _, _, weight) =>
        {
            float grain = 6 * Noise.Gradient(x / 2.3f, y / 2.3f, seed);
            canvas.Mix(x, y, (color.R + grain, color.G + grain, color.B + grain), strength * weight);
        });
    }

    /// <summary>From a place on the part straight on in a random direction until the part ends.</summary>
    private static (float X, float Y) Edge(DefectCanvas canvas, (float X, float Y) place)
    {
        float angle = canvas.Random.Between(0, 2 * MathF.PI);
        (float dx, float dy) = (MathF.Cos(angle), MathF.Sin(angle));
        while (place.X >= 0 && place.Y >= 0 && place.X < canvas.Width && place.Y < canvas.Height
            && canvas.Foreground.Inside[((int)place.Y * canvas.Width) + (int)place.X])
        {
            place = (place.X + dx, place.Y + dy);
        }

        return place;
    }

    private static void Strip(DefectCanvas canvas, Extent extent, float length, float aspect, float turn)
    {
        RenderRandom random = canvas.Random;
        float halfLength = length / 2, halfWidth = Math.Max(length * aspect / 2, 1);
        if (turn == 0 && random.NextInt(2) == 0)
            (halfLength, halfWidth) = (halfWidth, halfLength);
        (float X, float Y) to = canvas.Place(), from = canvas.DonorPlace(halfLength, halfWidth);
        (float R, float G, float B) light = Light(random, 0.2f + (0.3f * (1 - aspect)));
        (float cos, float sin) = (MathF.Cos(turn), MathF.Sin(turn));
        int reach = (int)MathF.Ceiling(MathF.Sqrt((halfLength * halfLength) + (halfWidth * halfWidth)));
        for (int y = -reach; y <= reach; y++)
        for (int x = -reach; x <= reach; x++)
        {
            float u = (cos * x) + (sin * y), v = (cos * y) - (sin * x);
            if (MathF.Abs(u) > halfLength || MathF.Abs(v) > halfWidth)
                continue;
            (float r, float g, float b) = canvas.FromDonor(from.X + u, from.Y + v);
            canvas.Mix((int)to.X + x, (int)to.Y + y, (r * light.R, g * light.G, b * light.B), extent.Strength);
        }
    }

    private static void Blob(DefectCanvas canvas, float radius, Action<int, int, float, float, float> pixel) =>
        Blob(canvas, canvas.Place(), radius, hard: false, pixel);

    /// <summary>Calls <paramref name="pixel"/> with column, row, distance from the centre and weight for every pixel of an irregular blot.</summary>
    private static void Blob(DefectCanvas canvas, (float X, float Y) center, float radius, bool hard, Action<int, int, float, float, float> pixel)
    {
        uint seed = canvas.Random.NextUInt();
        float stretch = canvas.Random.Between(0.7f, 1.4f), soft = hard ? 0.93f : 0.6f;
        int reach = (int)MathF.Ceiling(radius * 1.8f);
        for (int dy = -reach; dy <= reach; dy++)
        for (int dx = -reach; dx <= reach; dx++)
        {
            float distance = MathF.Sqrt((dx * dx * stretch) + (dy * dy / stretch)) / radius;
            distance += 0.3f * Noise.Gradient(1.4f * dx / radius, 1.4f * dy / radius, seed);
            float weight = Noise.Smooth(1, soft, distance);
            if (weight > 0)
                pixel((int)center.X + dx, (int)center.Y + dy, dx, dy, weight);
        }
    }

    /// <summary>Factors per channel around 1: brightness, and half as much of colour.</summary>
    private static (float R, float G, float B) Light(RenderRandom random, float spread)
    {
        float all = random.Between(1 - spread, 1 + spread), half = spread / 2;
        return (all * random.Between(1 - half, 1 + half), all * random.Between(1 - half, 1 + half), all * random.Between(1 - half, 1 + half));
    }
}
