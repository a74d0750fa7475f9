using System.Numerics;

namespace EdgeAD.Vision.Quantization;

/// <summary>Element-wise sums; every element is rounded on its own, so vectors of any width give the same bits.</summary>
internal static class VectorMath
{
    /// <summary><c>sums += values * factor</c>.</summary>
    public static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        int i = 0;
        var factors = new Vector<float>(factor);
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + (new Vector<float>(values[i..]) * factors)).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += values[i] * factor;
    }

    /// <summary><c>sums += a * b</c>.</summary>
    public static void AddProducts(Span<float> sums, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
            (new Vector<float>(sums[i..]) + (new Vector<float>(a[i..]) * new Vector<float>(b[i..]))).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += a[i] * b[i];
    }
}
