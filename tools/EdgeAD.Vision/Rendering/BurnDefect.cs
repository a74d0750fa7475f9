namespace EdgeAD.Vision.Rendering;

/// <summary>A scorched patch: charred at the edge, dark brown, or only too brown in one place.</summary>
internal sealed class BurnDefect : Defect
{
    private readonly float cu;
    private readonly float cv;
    private readonly float radius;
    private readonly float strength;
    private readonly uint seed;

    public BurnDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        radius = Pick(difficulty, random.Between(0.5f, 0.68f), random.Between(0.32f, 0.42f), random.Between(0.20f, 0.26f));
        strength = Pick(difficulty, 1.25f, 0.85f, 0.52f);
        float angle = random.Between(0, 2 * MathF.PI);
        float distance = Pick(difficulty, random.Between(0.6f, 0.95f), random.Between(0.3f, 0.9f), random.Between(0.1f, 0.65f));
        (cu, cv) = (distance * MathF.Cos(angle), distance * MathF.Sin(angle));
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        float du = (u - cu) / radius, dv = (v - cv) / radius;
        float d2 = du * du + dv * dv;
        if (!surface.Covered || d2 > 2.6f)
        {
            return;
        }

        float edge = MathF.Sqrt(d2) + 0.32f * Noise.Fractal(u * 3.4f, v * 3.4f, 4, seed);
        float burnt = Noise.Smooth(1.05f, 0.35f, edge) * (1 + 0.22f * Noise.Fractal(u * 18, v * 18, 3, seed + 1));
        if (burnt <= 0.02f)
        {
            return;
        }

        // Keep the grain of the surface: change the browning, not the colour.
        Rgb before = Biscuit.BakedColour(browning), after = Biscuit.BakedColour(browning + strength * burnt);
        surface.Albedo *= new Rgb(after.R / before.R, after.G / before.G, after.B / before.B);
        surface.Height += 0.012f * burnt * Noise.Fractal(u * 11, v * 11, 2, seed + 2);
        surface.Defect |= burnt > 0.3f;
    }
}
