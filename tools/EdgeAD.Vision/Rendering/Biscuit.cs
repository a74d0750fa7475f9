namespace EdgeAD.Vision.Rendering;

/// <summary>One baked part: its outline, relief and browning, the same in every view of it.</summary>
/// <remarks>
/// Coordinates (u, v) are those of the part: the centre is (0, 0), the nominal outline has radius 1. The product (scallops, ring, docking holes)
/// is common to all parts; the seed varies how it was moulded and baked.
/// </remarks>
internal sealed class Biscuit
{
    /// <summary>No part of a biscuit lies beyond this radius.</summary>
    public const float Reach = 1.12f;

    private static readonly Rgb Dough = new(0.80f, 0.58f, 0.32f);
    private static readonly Rgb Golden = new(0.64f, 0.37f, 0.135f);
    private static readonly Rgb Brown = new(0.33f, 0.145f, 0.042f);
    private static readonly Rgb Black = new(0.035f, 0.018f, 0.011f);

    private readonly uint seed;
    private readonly float thickness;
    private readonly float bake;
    private readonly float rimBake;
    private readonly float unevenU;
    private readonly float unevenV;
    private readonly float doming;
    private readonly (float U, float V, float Radius, float Depth)[] holes;

    public Biscuit(int seed, int part)
    {
        var random = new RenderRandom(seed, part, 1);
        this.seed = random.NextUInt();
        thickness = random.Between(0.145f, 0.165f);
        bake = random.Between(0.20f, 0.38f);
        rimBake = random.Between(0.30f, 0.44f);
        unevenU = random.Between(-0.10f, 0.10f);
        unevenV = random.Between(-0.10f, 0.10f);
        doming = random.Between(0.005f, 0.03f);
        holes = DockingHoles(random);
    }

    /// <summary>Properties of the dough around a point.</summary>
    /// <param name="Wobble">Departure of the outline from a circle.</param>
    /// <param name="Browning">Uneven browning and flecks of bran.</param>
    /// <param name="Speckle">Factor on the brightness.</param>
    public readonly record struct Moulding(float Wobble, float Browning, float Speckle);

    /// <summary>Colour of dough for a browning of 0 (raw) .. 1 (brown) .. 2 (charred).</summary>
    public static Rgb BakedColour(float browning) => browning switch
    {
        < 0.5f => Rgb.Lerp(Dough, Golden, Math.Max(0, browning) * 2),
        < 1 => Rgb.Lerp(Golden, Brown, (browning - 0.5f) * 2),
        _ => Rgb.Lerp(Brown, Black, Math.Min(1, browning - 1)),
    };

    /// <summary>What changes slowly, or need not be finer than a pixel: worked out once per pixel.</summary>
    public Moulding MouldingAt(float u, float v) => u * u + v * v > Reach * Reach ? default : new Moulding(
        0.022f * Noise.Gradient(u * 1.3f, v * 1.3f, seed),
        0.19f * Noise.Fractal(u * 1.7f + 5, v * 1.7f, 3, seed + 5) + 0.34f * Noise.Smooth(0.52f, 0.75f, Noise.Gradient(u * 27, v * 27, seed + 6)),
        1 + 0.07f * Noise.Gradient(u * 60, v * 60, seed + 7));

    /// <summary>Lays the biscuit over the belt at a point.</summary>
    /// <param name="u">Position in the part's coordinates.</param>
    /// <param name="v">Position in the part's coordinates.</param>
    /// <param name="moulding">What <see cref="MouldingAt"/> says here.</param>
    /// <param name="surface">Unchanged outside the outline.</param>
    /// <returns>Browning at the point, for defects that change it; 0 outside.</returns>
    public float Cover(float u, float v, in Moulding moulding, ref Surface surface)
    {
        float r2 = u * u + v * v;
        if (r2 > Reach * Reach)
        {
            return 0;
        }

        float r = MathF.Sqrt(r2) + 1e-6f;
        float scallop = CosMultiple(u / r, v / r);
        float ragged = r > 0.8f ? 0.006f * Noise.Smooth(0.8f, 0.9f, r) * Noise.Gradient(u * 9, v * 9, seed + 1) : 0;
        float outline = 1 + 0.016f * scallop + moulding.Wobble + ragged;
        float d = r / outline; // 0 in the centre, 1 on the outline
        if (d >= 1)
        {
            return 0;
        }

        // Relief: rounded edge, fluted rim, ring groove, docking holes, blisters, grain.
        float inward = Math.Min(1, (1 - d) / 0.11f);
        float profile = MathF.Sqrt(1 - (1 - inward) * (1 - inward));
        float fluting = scallop * Noise.Bell((d - 0.885f) / 0.095f);
        float ring = Noise.Bell((r / (1 + moulding.Wobble) - 0.765f) / 0.032f);
        float blister = Noise.Fractal(u * 4.2f, v * 4.2f, 3, seed + 2);
        float coarse = Noise.Fractal(u * 13, v * 13, 2, seed + 3);
        float grain = 1.2f * Noise.Gradient(u * 38, v * 38, seed + 4);
        float pit = Pit(u, v);
        float relief = 0.013f * blister + 0.0055f * coarse + 0.0042f * grain + 0.009f * fluting - 0.014f * ring + doming * (1 - d * d);

        // Browning: more towards the edge and on what stands out, less in grooves and holes.
        float browning = bake + rimBake * Noise.Smooth(0.55f, 1.02f, d) + moulding.Browning + unevenU * u + unevenV * v
            + 0.13f * blister + 0.05f * coarse + 0.07f * grain + 0.08f * fluting - 0.12f * ring - 0.10f * Math.Min(1, pit * 20);

        surface.Height = thickness * profile * (1 + relief / thickness) - pit;
        surface.Albedo = BakedColour(browning) * moulding.Speckle;
        surface.Gloss = 0.035f;
        surface.Covered = true;
        return browning;
    }

    /// <summary>cos(n angle) of a unit vector, by repeated multiplication of complex numbers; n = 30 = 2 * 15 = 2 * (16 - 1).</summary>
    private static float CosMultiple(float cos, float sin)
    {
        (float c, float s) = (cos, sin);
        for (int i = 0; i < 4; i++)
        {
            (c, s) = (c * c - s * s, 2 * c * s); // angle * 2, 4, 8, 16
        }

        (c, s) = (c * cos + s * sin, s * cos - c * sin); // 16 - 1
        return c * c - s * s;
    }

    private float Pit(float u, float v)
    {
        float depth = 0;
        foreach (var hole in holes)
        {
            float du = u - hole.U, dv = v - hole.V;
            float q = (du * du + dv * dv) / (hole.Radius * hole.Radius);
            if (q < 4)
            {
                depth += q < 1 ? hole.Depth * (1 - q * q) : 0;
                depth -= 0.006f * Noise.Bell((MathF.Sqrt(q) - 1.35f) / 0.5f); // dough pushed up around it
            }
        }

        return depth;
    }

    private static (float U, float V, float Radius, float Depth)[] DockingHoles(RenderRandom random)
    {
        var holes = new List<(float U, float V, float Radius, float Depth)>();
        foreach (var (count, distance) in new[] { (1, 0f), (6, 0.27f), (12, 0.54f) })
        {
            for (int i = 0; i < count; i++)
            {
                float angle = 2 * MathF.PI * i / count + 0.26f;
                holes.Add((
                    distance * MathF.Cos(angle) + random.Between(-0.006f, 0.006f),
                    distance * MathF.Sin(angle) + random.Between(-0.006f, 0.006f),
                    random.Between(0.026f, 0.034f),
                    random.Between(0.05f, 0.09f)));
            }
        }

        return [.. holes];
    }
}
