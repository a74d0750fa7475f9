using System.Numerics;

namespace EdgeAD.Training.Procedural;

/// <summary>xoshiro256** seeded by splitmix64 from (seed, index): the same picture for the same pair, on every machine and thread.</summary>
internal sealed class PictureRandom
{
    private ulong _a, _b, _c, _d;

    public PictureRandom(long seed, long index)
    {
        ulong state = (ulong)seed * 0x9E3779B97F4A7C15UL ^ ((ulong)index * 0xD1B54A32D192ED03UL + 0x2545F4914F6CDD1DUL);
        (_a, _b, _c, _d) = (Split(ref state), Split(ref state), Split(ref state), Split(ref state));
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9, t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>[0, 1).</summary>
    public float Float() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>[low, high).</summary>
    public float Range(float low, float high) => low + (high - low) * Float();

    /// <summary>[low, high), evenly in the logarithm.</summary>
    public float LogRange(float low, float high) => low * MathF.Pow(high / low, Float());

    /// <summary>0..count-1.</summary>
    public int Int(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>True with that probability.</summary>
    public bool Chance(float probability) => Float() < probability;

    /// <summary>Normal with mean 0 and deviation 1.</summary>
    public float Gaussian() => MathF.Sqrt(-2 * MathF.Log(1 - Float())) * MathF.Cos(MathF.Tau * Float());

    private static ulong Split(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
