namespace EdgeAD.Training.Procedural;

/// <summary>Fields made of noise: octaves with a power-law spectrum (natural pictures fall off as 1/f), ridges, Turing patterns.</summary>
internal static class NoiseFields
{
    /// <summary>Octaves of lattice noise, from <paramref name="coarsest"/> pixels per cell down to single pixels, each weaker by <paramref name="gain"/>.</summary>
    public static Field Octaves(PictureRandom r, int size, float coarsest, float gain, float stretch = 1, bool ridged = false)
    {
        var field = new Field(size);
        float amplitude = 1;
        for (float cell = coarsest; cell >= 1; cell *= 0.5f, amplitude *= gain)
            AddOctave(r, field, cell * MathF.Sqrt(stretch), cell / MathF.Sqrt(stretch), amplitude, ridged);
        return field.Normalise();
    }

    /// <summary>A usual random noise: any spectrum from smooth to white, sometimes warped by another one.</summary>
    public static Field Any(PictureRandom r, int size)
    {
        Field field = Octaves(r, size, r.LogRange(2, size * 0.8f), r.Range(0.3f, 0.95f), r.Chance(0.25f) ? r.LogRange(1, 12) : 1, r.Chance(0.25f));
        if (r.Chance(0.3f))
            field = field.Warp(Smooth(r, size), Smooth(r, size), r.LogRange(4, size * 0.5f));
        return field;
    }

    /// <summary>Only the coarse octaves.</summary>
    public static Field Smooth(PictureRandom r, int size)
    {
        var field = new Field(size);
        float cell = size * r.Range(0.15f, 0.6f);
        AddOctave(r, field, cell, cell, 1, false);
        AddOctave(r, field, cell * 0.5f, cell * 0.5f, 0.5f, false);
        return field.Normalise(0);
    }

    /// <summary>Spots and labyrinths as reaction-diffusion makes them: short-range activation, long-range inhibition, clipped, repeated.</summary>
    public static Field Turing(PictureRandom r, int size)
    {
        Field field = Octaves(r, size, r.Range(2, 12), 0.8f);
        int inner = 1 + r.Int(3), outer = inner + 1 + r.Int(2 * inner + 1), rounds = 3 + r.Int(8);
        float gain = r.Range(3, 12), bias = r.Range(-0.2f, 0.2f);
        for (int round = 0; round < rounds; round++)
        {
            var near = Copy(field).Blur(inner);
            var far = Copy(field).Blur(outer);
            for (int i = 0; i < field.Values.Length; i++)
                field.Values[i] = Math.Clamp(0.5f + bias * 0.2f + gain * (near.Values[i] - far.Values[i]), 0, 1);
        }

        return field;
    }

    private static Field Copy(Field field)
    {
        var copy = new Field(field.Size);
        field.Values.CopyTo(copy.Values, 0);
        return copy;
    }

    private static void AddOctave(PictureRandom r, Field field, float cellX, float cellY, float amplitude, bool ridged)
    {
        int size = field.Size;
        (cellX, cellY) = (MathF.Max(1, cellX), MathF.Max(1, cellY));
        int columns = (int)(size / cellX) + 3, rows = (int)(size / cellY) + 3;
        var lattice = new float[columns * rows];
        for (int i = 0; i < lattice.Length; i++)
            lattice[i] = r.Float();
        (float phaseX, float phaseY) = (r.Float(), r.Float());
        var at = new (int Column, float Weight)[size];
        for (int x = 0; x < size; x++)
        {
            float u = x / cellX + phaseX, f = u - (int)u;
            at[x] = ((int)u, f * f * (3 - 2 * f));
        }

        for (int y = 0, i = 0; y < size; y++)
        {
            float v = y / cellY + phaseY, f = v - (int)v, wy = f * f * (3 - 2 * f);
            int top = (int)v * columns, bottom = top + columns;
            for (int x = 0; x < size; x++, i++)
            {
                (int c, float wx) = at[x];
                float a = lattice[top + c] + wx * (lattice[top + c + 1] - lattice[top + c]);
                float b = lattice[bottom + c] + wx * (lattice[bottom + c + 1] - lattice[bottom + c]);
                float n = a + wy * (b - a);
                field.Values[i] += amplitude * (ridged ? 1 - MathF.Abs(2 * n - 1) : n);
            }
        }
    }
}
