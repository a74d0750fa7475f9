namespace EdgeAD.Vision.Rendering;

/// <summary>A piece missing inside, through which the belt or dark dough shows.</summary>
internal sealed class HoleDefect : Defect
{
    private readonly float cu;
    private readonly float cv;
    private readonly float radius;
    private readonly uint seed;

    public HoleDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        radius = Pick(difficulty, random.Between(0.20f, 0.27f), random.Between(0.115f, 0.15f), random.Between(0.07f, 0.085f));
        (cu, cv) = InDisc(random, 0.62f);
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        float du = u - cu, dv = v - cv;
        float d2 = du * du + dv * dv;
        if (surface.Covered && d2 < 3 * radius * radius)
        {
            float outline = radius * (1 + 0.30f * Noise.Gradient(du / radius * 0.9f, dv / radius * 0.9f, seed)) + 0.02f * Noise.Fractal(u * 12, v * 12, 3, seed + 1);
            BrokenEdge.Apply(outline - MathF.Sqrt(d2), u, v, seed + 9, belt, ref surface);
        }
    }
}
