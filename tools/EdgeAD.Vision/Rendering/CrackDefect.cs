namespace EdgeAD.Vision.Rendering;

/// <summary>A jagged crack: from edge to edge, part of the way, or a short hairline.</summary>
internal sealed class CrackDefect : Defect
{
    private readonly (float U, float V)[] path;
    private readonly float halfWidth;
    private readonly float depth;
    private readonly uint seed;

    public CrackDefect(RenderRandom random, Difficulty difficulty)
    {
        seed = random.NextUInt();
        halfWidth = Pick(difficulty, 0.030f, 0.017f, 0.0105f);
        depth = Pick(difficulty, 0.15f, 0.10f, 0.045f);
        int points = Pick(difficulty, 22, 14, 9);
        float angle = random.Between(0, 2 * MathF.PI);
        float side = random.Between(-0.45f, 0.45f);
        float step = Pick(difficulty, 0.098f, 0.085f, 0.07f);
        float start = difficulty == Difficulty.Hard ? random.Between(0.25f, 0.75f) : 0.98f;
        (float c, float s) = (MathF.Cos(angle), MathF.Sin(angle));
        (float u, float v) = (-c * start - s * side, -s * start + c * side);
        path = new (float, float)[points];
        for (int i = 0; i < points; i++)
        {
            path[i] = (u, v);
            float heading = angle + random.Between(-0.75f, 0.75f);
            (u, v) = (u + step * MathF.Cos(heading), v + step * MathF.Sin(heading));
        }
    }

    public override void Apply(float u, float v, float browning, in Surface belt, ref Surface surface)
    {
        if (!surface.Covered)
        {
            return;
        }

        float wu = u + 0.016f * Noise.Gradient(u * 17, v * 17, seed), wv = v + 0.016f * Noise.Gradient(u * 17, v * 17, seed + 1);
        (float distance, float along) = Nearest(wu, wv);
        float width = halfWidth * (0.7f + 0.5f * Noise.Gradient(u * 8, v * 8, seed + 2) + 0.3f) * Noise.Smooth(0, 0.12f, Math.Min(along, 1 - along) + 0.03f);
        if (distance < 4 * halfWidth)
        {
            surface.Height += 0.010f * Noise.Bell(distance / (4 * halfWidth)); // lips bent up
        }

        if (distance >= width)
        {
            return;
        }

        float deep = Noise.Smooth(width, width * 0.35f, distance);
        surface.Height -= depth * deep;
        surface.Albedo = Rgb.Lerp(surface.Albedo, Biscuit.BakedColour(0.55f + 0.1f * Noise.Gradient(u * 50, v * 50, seed + 3)) * 0.55f, 0.85f * deep);
        surface.Gloss = 0;
        surface.Defect = true;
    }

    /// <summary>Distance to the path and the position along it, 0..1.</summary>
    private (float Distance, float Along) Nearest(float u, float v)
    {
        float best = float.MaxValue, along = 0;
        for (int i = 0; i + 1 < path.Length; i++)
        {
            (float au, float av) = path[i];
            float bu = path[i + 1].U - au, bv = path[i + 1].V - av;
            float t = Math.Clamp(((u - au) * bu + (v - av) * bv) / (bu * bu + bv * bv), 0f, 1f);
            float du = u - au - t * bu, dv = v - av - t * bv;
            float d2 = du * du + dv * dv;
            if (d2 < best)
            {
                best = d2;
                along = (i + t) / (path.Length - 1);
            }
        }

        return (MathF.Sqrt(best), along);
    }
}
