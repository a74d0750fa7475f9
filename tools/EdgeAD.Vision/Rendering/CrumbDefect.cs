namespace EdgeAD.Vision.Rendering;

/// <summary>Lumps of dough stuck on top: a heap, a few, or a single small one.</summary>
internal sealed class CrumbDefect : Defect
{
    private readonly (float U, float V, float Radius, float Stretch, float C, float S, float Browning)[] lumps;
    private readonly uint seed;

    public CrumbDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        lumps = new (float, float, float, float, float, float, float)[Pick(difficulty, 7, 4, 1)];
        (float hu, float hv) = InDisc(random, 0.6f);
        for (int i = 0; i < lumps.Length; i++)
        {
            (float du, float dv) = InDisc(random, Pick(difficulty, 0.26f, 0.18f, 0));
            float radius = Pick(difficulty, random.Between(0.06f, 0.13f), random.Between(0.04f, 0.075f), random.Between(0.052f, 0.062f));
            float turn = random.Between(0, MathF.PI);
            lumps[i] = (hu + du, hv + dv, radius, random.Between(0.65f, 1), MathF.Cos(turn), MathF.Sin(turn), random.Between(0.0f, 0.85f));
        }
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        float floor = surface.Height;
        foreach (var lump in lumps)
        {
            float du = u - lump.U, dv = v - lump.V;
            if (du * du + dv * dv > 2.6f * lump.Radius * lump.Radius)
            {
                continue;
            }

            float a = (du * lump.C + dv * lump.S) / lump.Radius, b = (dv * lump.C - du * lump.S) / (lump.Radius * lump.Stretch);
            float rough = Noise.Fractal(u * 15, v * 15, 3, seed);
            float q = a * a + b * b + 0.55f * rough;
            if (q < 1)
            {
                float height = floor + lump.Radius * (0.75f * MathF.Sqrt(1 - Math.Max(0, q)) + 0.16f * Noise.Fractal(u * 32, v * 32, 2, seed + 1));
                if (height > surface.Height || !surface.Defect)
                {
                    surface.Height = Math.Max(height, floor + 0.01f);
                    surface.Albedo = Biscuit.BakedColour(lump.Browning + 0.2f * rough + 0.12f * Noise.Gradient(u * 45, v * 45, seed + 2));
                    surface.Gloss = 0;
                    surface.Covered = true;
                    surface.Defect = true;
                }
            }
        }
    }
}
