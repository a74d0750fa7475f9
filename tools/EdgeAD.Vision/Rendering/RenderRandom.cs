namespace EdgeAD.Vision.Rendering;

/// <summary>Small seeded generator (PCG-XSH-RR 64/32, O'Neill 2014) that gives the same numbers on every machine.</summary>
public sealed class RenderRandom
{
    private const ulong Multiplier = 6364136223846793005;
    private const ulong Increment = 1442695040888963407;
    private ulong state;

    /// <summary>A stream of its own for every tuple of keys, e.g. (seed, part, view).</summary>
    public RenderRandom(params ReadOnlySpan<int> keys)
    {
        ulong mixed = 0x9E3779B97F4A7C15;
        foreach (int key in keys)
        {
            mixed = Mix(mixed ^ (uint)key) + 0x9E3779B97F4A7C15;
        }

        state = mixed;
        NextUInt();
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt()
    {
        ulong old = state;
        state = old * Multiplier + Increment;
        return uint.RotateRight((uint)(((old >> 18) ^ old) >> 27), (int)(old >> 59));
    }

    /// <summary>Uniform in 0 (inclusive) .. 1 (exclusive).</summary>
    public float NextFloat() => (NextUInt() >> 8) * (1f / (1 << 24));

    /// <summary>Uniform between two bounds.</summary>
    public float Between(float low, float high) => low + (high - low) * NextFloat();

    /// <summary>Uniform integer, 0 .. count - 1.</summary>
    public int NextInt(int count) => (int)(((ulong)NextUInt() * (uint)count) >> 32);

    /// <summary>Nearly normal, mean 0, standard deviation 1: the sum of eight bytes of randomness, so no logarithm and no tail beyond 4.9.</summary>
    public float NextGaussian()
    {
        uint a = NextUInt(), b = NextUInt();
        uint sum = (a & 255) + (a >> 8 & 255) + (a >> 16 & 255) + (a >> 24) + (b & 255) + (b >> 8 & 255) + (b >> 16 & 255) + (b >> 24);
        return (sum - 1020f) * (1f / 209.02f); // sd of one byte is 73.9; sqrt(8) * 73.9 = 209.02
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
