namespace EdgeAD.Vision.Rendering;

/// <summary>The wall that shows where a piece of biscuit is missing: steep, crumbly, paler than the crust.</summary>
internal static class BrokenEdge
{
    /// <param name="inside">Distance from the break in radii: positive where the piece is missing, negative where it is still there.</param>
    /// <param name="u">Position, for the crumbs' texture.</param>
    /// <param name="v">Position, for the crumbs' texture.</param>
    /// <param name="seed">Seed of the texture.</param>
    /// <param name="belt">What shows through.</param>
    /// <param name="surface">Point of the biscuit, changed in place.</param>
    public static void Apply(float inside, float u, float v, uint seed, in Surface belt, ref Surface surface)
    {
        const float wall = 0.07f;
        if (inside <= 0)
        {
            return;
        }

        surface.Defect = true;
        float rough = Noise.Fractal(u * 22, v * 22, 3, seed);
        float height = surface.Height * (1 - inside / wall) + 0.03f * rough;
        if (inside > wall || height <= belt.Height + 0.012f)
        {
            surface = belt with { Defect = true };
            return;
        }

        surface.Height = height;
        surface.Albedo = Biscuit.BakedColour(0.08f + 0.22f * rough + 0.25f * Noise.Smooth(0.02f, 0, inside)) * 0.92f;
        surface.Gloss = 0;
    }
}
