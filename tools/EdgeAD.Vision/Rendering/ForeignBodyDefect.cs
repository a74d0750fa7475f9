namespace EdgeAD.Vision.Rendering;

/// <summary>Something that is not food: a shard of coloured plastic, a metal washer, a wood splinter, a fibre.</summary>
internal sealed class ForeignBodyDefect : Defect
{
    private enum Material
    {
        Plastic,
        Metal,
        Splinter,
        Fibre,
    }

    private readonly Material material;
    private readonly float cu;
    private readonly float cv;
    private readonly float size;
    private readonly float c;
    private readonly float s;
    private readonly float bend;
    private readonly Rgb colour;
    private readonly (float Nu, float Nv, float Away)[] sides;
    private readonly uint seed;

    public ForeignBodyDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        material = Pick(
            difficulty,
            random.NextInt(2) == 0 ? Material.Plastic : Material.Metal,
            (Material)random.NextInt(3),
            random.NextInt(2) == 0 ? Material.Splinter : Material.Fibre);
        (cu, cv) = InDisc(random, 0.55f);
        size = Pick(difficulty, random.Between(0.20f, 0.27f), random.Between(0.10f, 0.14f), random.Between(0.13f, 0.17f));
        if (material is Material.Splinter or Material.Fibre)
        {
            size *= Pick(difficulty, 1f, 1.5f, material == Material.Fibre ? 2.2f : 1f);
        }

        float turn = random.Between(0, 2 * MathF.PI);
        (c, s) = (MathF.Cos(turn), MathF.Sin(turn));
        bend = random.Between(0.5f, 1.4f) * (random.NextInt(2) == 0 ? 1 : -1);
        colour = material switch
        {
            Material.Plastic => random.NextInt(3) switch
            {
                0 => new Rgb(0.04f, 0.16f, 0.52f),
                1 => new Rgb(0.66f, 0.67f, 0.66f),
                _ => new Rgb(0.05f, 0.30f, 0.12f),
            },
            Material.Metal => new Rgb(0.34f, 0.34f, 0.35f),
            Material.Splinter => new Rgb(0.52f, 0.38f, 0.20f) * random.Between(0.55f, 1.2f),
            _ => new Rgb(0.055f, 0.05f, 0.06f),
        };
        sides = new (float, float, float)[5];
        for (int i = 0; i < sides.Length; i++)
        {
            float angle = 2 * MathF.PI * (i + random.Between(0, 0.6f)) / sides.Length;
            sides[i] = (MathF.Cos(angle), MathF.Sin(angle), random.Between(0.45f, 0.95f));
        }
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        float a = ((u - cu) * c + (v - cv) * s) / size, b = ((v - cv) * c - (u - cu) * s) / size; // the body's own frame
        if (a * a + b * b > 2.2f)
        {
            return;
        }

        float inside = material switch // 0 at the outline, growing inwards
        {
            Material.Plastic => Shard(a, b),
            Material.Metal => Washer(a, b),
            Material.Splinter => 0.075f * Noise.Smooth(1.02f, 0.7f, Math.Abs(a)) - Math.Abs(b - 0.05f * bend * a * a + 0.02f * Noise.Gradient(a * 4, 1, seed)),
            _ => Math.Abs(a) < 1 ? 0.034f - Math.Abs(b - bend * (a * a - 0.35f) * 0.4f - 0.12f * a * a * a) : -1,
        };
        if (inside <= 0)
        {
            return;
        }

        float thickness = material switch { Material.Plastic => 0.035f, Material.Metal => 0.045f, Material.Splinter => 0.03f, _ => 0.018f };
        float brushed = material == Material.Metal ? 0.25f * Noise.Gradient(a * 3, b * 40, seed) : 0.12f * Noise.Gradient(a * 3, b * 12, seed);
        surface.Height = Math.Max(surface.Height * 0.2f, 0.165f) + thickness * Math.Min(1, MathF.Sqrt(inside * size / 0.02f));
        surface.Albedo = colour * (1 + brushed);
        surface.Gloss = material switch { Material.Metal => 0.65f, Material.Plastic => 0.28f, Material.Splinter => 0.03f, _ => 0.10f };
        surface.Covered = true;
        surface.Defect = true;
    }

    private static float Washer(float a, float b)
    {
        float r = MathF.Sqrt(a * a + b * b);
        return Math.Min(0.85f - r, r - 0.38f);
    }

    private float Shard(float a, float b)
    {
        float inside = float.MaxValue;
        foreach (var side in sides)
        {
            inside = Math.Min(inside, side.Away - a * side.Nu - b * side.Nv);
        }

        return inside;
    }
}
