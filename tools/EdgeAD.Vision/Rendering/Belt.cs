namespace EdgeAD.Vision.Rendering;

/// <summary>The conveyor belt: woven blue-grey polyurethane with smudges, flour dust, stray crumbs and now and then a seam.</summary>
/// <remarks>Coordinates are biscuit radii; the belt runs along x.</remarks>
internal sealed class Belt
{
    private static readonly Rgb Base = new(0.115f, 0.165f, 0.195f);
    private static readonly Rgb Flour = new(0.62f, 0.57f, 0.48f);

    private readonly uint seed;
    private readonly float offset;
    private readonly float seam;
    private readonly (float X, float Y, float Radius, float Browning)[] crumbs;

    /// <param name="seed">Seed of the line.</param>
    /// <param name="random">Stream of the view: where on the belt the picture was taken.</param>
    public Belt(int seed, RenderRandom random)
    {
        this.seed = new RenderRandom(seed, 77).NextUInt();
        offset = random.Between(0, 400);
        seam = random.NextFloat() < 0.01f ? random.Between(-1.7f, 1.7f) : 99;
        crumbs = new (float, float, float, float)[random.NextInt(7)];
        for (int i = 0; i < crumbs.Length; i++)
        {
            crumbs[i] = (random.Between(-1.7f, 1.7f), random.Between(-1.7f, 1.7f), random.Between(0.012f, 0.035f), random.Between(0.1f, 0.9f));
        }
    }

    /// <summary>Wear and dust around a point; they change slowly enough to be worked out once per pixel.</summary>
    public (float Tint, float Dust) Dirt(float x, float y)
    {
        float bx = x + offset;
        float wear = Noise.Fractal(bx * 0.35f, y * 1.1f, 3, seed);
        float streak = Noise.Gradient(bx * 0.5f, y * 14, seed + 1);
        float smudge = Noise.Fractal(bx * 1.4f, y * 1.4f, 3, seed + 2);
        float speck = Noise.Gradient(bx * 21, y * 21, seed + 3);
        float dust = 0.10f * Noise.Smooth(0.0f, 0.9f, smudge) + 0.45f * Noise.Smooth(0.62f, 0.86f, speck + 0.18f * smudge);
        return (1 + 0.13f * wear + 0.05f * streak, dust);
    }

    /// <summary>The belt at a point, given the <see cref="Dirt"/> there.</summary>
    public Surface At(float x, float y, (float Tint, float Dust) dirt)
    {
        float bx = x + offset;
        float weave = Wave(bx * 13f) * Wave(y * 13f + (((int)MathF.Floor(bx * 13f) & 1) == 0 ? 0.5f : 0));
        var surface = new Surface
        {
            Height = 0.004f * weave,
            Albedo = Rgb.Lerp(Base * (dirt.Tint + 0.06f * weave), Flour, dirt.Dust),
            Gloss = 0.10f * (1 - Math.Min(1, 3 * dirt.Dust)),
        };
        AddSeam(x, y, ref surface);
        AddCrumbs(x, y, ref surface);
        return surface;
    }

    /// <summary>Triangle-like wave of period 1, -1..1, rounded.</summary>
    private static float Wave(float x)
    {
        float t = x - MathF.Floor(x);
        float s = t < 0.5f ? 4 * t - 1 : 3 - 4 * t;
        return s * (1.5f - 0.5f * s * s);
    }

    private void AddSeam(float x, float y, ref Surface surface)
    {
        float away = x - seam - 0.12f * y + 0.006f * Noise.Gradient(y * 6, 3, seed + 4);
        if (Math.Abs(away) < 0.09f)
        {
            surface.Height += 0.010f * Noise.Smooth(-0.02f, 0.02f, away) * Noise.Smooth(0.09f, 0.06f, away) - 0.006f * Noise.Bell(away / 0.02f);
            surface.Albedo *= 1 - 0.30f * Noise.Bell(away / 0.022f);
        }
    }

    private void AddCrumbs(float x, float y, ref Surface surface)
    {
        foreach (var crumb in crumbs)
        {
            float dx = (x - crumb.X) / crumb.Radius, dy = (y - crumb.Y) / crumb.Radius;
            float q = dx * dx + dy * dy;
            if (q < 2.5f)
            {
                q += 0.6f * Noise.Gradient(x * 45, y * 45, seed + 5);
                if (q < 1)
                {
                    surface.Height = crumb.Radius * 0.8f * MathF.Sqrt(1 - Math.Max(0, q));
                    surface.Albedo = Biscuit.BakedColour(crumb.Browning + 0.15f * Noise.Gradient(x * 60, y * 60, seed + 6));
                    surface.Gloss = 0;
                }
            }
        }
    }
}
