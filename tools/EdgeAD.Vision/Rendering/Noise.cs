using System.Runtime.CompilerServices;

namespace EdgeAD.Vision.Rendering;

/// <summary>Seeded gradient noise in the plane (Perlin 2002, with random gradients) and the small curves that shading needs.</summary>
public static class Noise
{
    private static readonly byte[] Permutation = new byte[256];
    private static readonly (float X, float Y)[] Gradients = new (float X, float Y)[256];

    static Noise()
    {
        var random = new RenderRandom(2002);
        for (int i = 0; i < 256; i++)
        {
            Permutation[i] = (byte)i;
            Gradients[i] = (random.Between(-1, 1), random.Between(-1, 1));
        }

        for (int i = 255; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (Permutation[i], Permutation[j]) = (Permutation[j], Permutation[i]);
        }
    }

    /// <summary>Gradient noise with features of size 1 and period 256; mean 0, mostly within -1..1.</summary>
    public static float Gradient(float x, float y, uint seed)
    {
        float fx = MathF.Floor(x), fy = MathF.Floor(y);
        float u = x - fx, v = y - fy;
        float su = u * u * u * (u * (u * 6 - 15) + 10), sv = v * v * v * (v * (v * 6 - 15) + 10);

        // The seed moves the lattice and turns the gradients' order, so that neighbouring seeds have nothing in common.
        uint mixed = (seed ^ (seed >> 15)) * 0x2C1B3C6D;
        mixed = (mixed ^ (mixed >> 12)) * 0x297A2D39;
        int iy = (int)fy + (byte)(mixed >> 16);
        byte turn = (byte)(mixed >> 8), ix = (byte)((int)fx + (int)(mixed >> 24));
        byte left = Permutation[ix], right = Permutation[(byte)(ix + 1)];
        var g00 = Gradients[(byte)(Permutation[(byte)(left + iy)] ^ turn)];
        var g10 = Gradients[(byte)(Permutation[(byte)(right + iy)] ^ turn)];
        var g01 = Gradients[(byte)(Permutation[(byte)(left + iy + 1)] ^ turn)];
        var g11 = Gradients[(byte)(Permutation[(byte)(right + iy + 1)] ^ turn)];
        float top = Lerp(g00.X * u + g00.Y * v, g10.X * (u - 1) + g10.Y * v, su);
        float bottom = Lerp(g01.X * u + g01.Y * (v - 1), g11.X * (u - 1) + g11.Y * (v - 1), su);
        return 1.7f * Lerp(top, bottom, sv);
    }

    /// <summary>Sum of octaves, each half as strong, about twice as fine and turned by 37 degrees.</summary>
    public static float Fractal(float x, float y, int octaves, uint seed)
    {
        float sum = 0, strength = 1, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += strength * Gradient(x, y, seed + (uint)i * 0x9E3779B9);
            total += strength;
            strength *= 0.5f;
            (x, y) = (2.03f * (0.7986f * x - 0.6018f * y) + 17.3f, 2.03f * (0.6018f * x + 0.7986f * y) - 9.1f);
        }

        return 1.4f * sum / total;
    }

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between; falls when low &gt; high.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Smooth(float low, float high, float x)
    {
        float t = Math.Clamp((x - low) / (high - low), 0f, 1f);
        return t * t * (3 - 2 * t);
    }

    /// <summary>Bell around 0: 1 at 0, 0 beyond 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Bell(float x)
    {
        float t = Math.Max(0f, 1 - x * x);
        return t * t;
    }

    /// <summary>Straight line from a to b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Lerp(float a, float b, float t) => a + (b - a) * t;
}
