namespace EdgeAD.Vision.Rendering;

/// <summary>A piece missing at the edge: a mouthful, a chunk, or a chip.</summary>
internal sealed class BiteDefect : Defect
{
    private readonly (float U, float V, float Radius)[] arcs;
    private readonly float roughness;
    private readonly uint seed;

    public BiteDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        float size = Pick(difficulty, random.Between(0.36f, 0.48f), random.Between(0.20f, 0.26f), random.Between(0.125f, 0.155f));
        roughness = Pick(difficulty, 0.03f, 0.03f, 0.022f);
        float angle = random.Between(0, 2 * MathF.PI);
        arcs = new (float, float, float)[Pick(difficulty, 3, 2, 1)];
        for (int i = 0; i < arcs.Length; i++)
        {
            float at = angle + (i - (arcs.Length - 1) / 2f) * size * 0.8f;
            float distance = random.Between(0.98f, 1.04f);
            arcs[i] = (distance * MathF.Cos(at), distance * MathF.Sin(at), size * random.Between(0.85f, 1.1f));
        }
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        if (!surface.Covered)
        {
            return;
        }

        float inside = -1;
        foreach (var arc in arcs)
        {
            float du = u - arc.U, dv = v - arc.V;
            inside = Math.Max(inside, arc.Radius - MathF.Sqrt(du * du + dv * dv));
        }

        if (inside > -0.1f)
        {
            inside += roughness * Noise.Fractal(u * 9, v * 9, 4, seed);
            BrokenEdge.Apply(inside, u, v, seed + 9, belt, ref surface);
        }
    }
}
