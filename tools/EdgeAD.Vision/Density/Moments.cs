using System.Runtime.Intrinsics;

namespace EdgeAD.Vision.Density;

/// <summary>Mean and covariance of weighted vectors, in double precision.</summary>
/// <remarks>Vectors are taken relative to the first one, so that large means do not cost precision.</remarks>
internal sealed class Moments(int dimensions)
{
    private readonly double[] _origin = new double[dimensions];
    private readonly double[] _sum = new double[dimensions];
    private readonly double[] _products = new double[dimensions * dimensions]; // lower triangle
    private readonly double[] _relative = new double[dimensions];
    private readonly double[] _widened = new double[dimensions];
    private bool _started;

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Adds a vector.</summary>
    public void Add(ReadOnlySpan<float> vector)
    {
        for (int i = 0; i < dimensions; i++)
            _widened[i] = vector[i];
        Add(_widened);
    }

    /// <summary>Adds a vector with a weight.</summary>
    public void Add(ReadOnlySpan<double> vector, double weight = 1)
    {
        if (!_started)
        {
            vector.CopyTo(_origin);
            _started = true;
        }

        for (int i = 0; i < dimensions; i++)
        {
            _relative[i] = vector[i] - _origin[i];
            _sum[i] += weight * _relative[i];
        }

        for (int i = 0; i < dimensions; i++)
            AddScaled(_products.AsSpan(i * dimensions, i + 1), _relative, weight * _relative[i]);
        Weight += weight;
    }

    private static void AddScaled(Span<double> sums, ReadOnlySpan<double> values, double factor)
    {
        int j = 0;
        var factors = Vector256.Create(factor);
        for (; j <= sums.Length - Vector256<double>.Count; j += Vector256<double>.Count)
            (Vector256.Create(sums[j..]) + (Vector256.Create(values[j..]) * factors)).CopyTo(sums[j..]);
        for (; j < sums.Length; j++)
            sums[j] += values[j] * factor;
    }

    /// <summary>Weighted mean, <c>[dimensions]</c>.</summary>
    public double[] Mean() => [.. _sum.Select((s, i) => _origin[i] + (Weight > 0 ? s / Weight : 0))];

    /// <summary>Weighted covariance (divided by the weight), <c>[dimensions][dimensions]</c>, symmetric.</summary>
    public double[] Covariance()
    {
        var covariance = new double[dimensions * dimensions];
        double inverse = Weight > 0 ? 1 / Weight : 0;
        for (int i = 0; i < dimensions; i++)
        for (int j = 0; j <= i; j++)
        {
            double value = (_products[(i * dimensions) + j] - (_sum[i] * _sum[j] * inverse)) * inverse;
            covariance[(i * dimensions) + j] = covariance[(j * dimensions) + i] = value;
        }

        return covariance;
    }
}
