namespace EdgeAD.Vision.Density;

/// <summary>Mean and covariance of weighted vectors, in double precision.</summary>
/// <remarks>Vectors are taken relative to the first one, so that large means do not cost precision.</remarks>
internal sealed class Moments(int dimensions)
{
    private readonly double[] _origin = new double[dimensions];
    private readonly double[] _sum = new double[dimensions];
    private readonly double[] _products = new double[dimensions * dimensions]; // lower triangle
    private readonly double[] _relative = new double[dimensions];
    private bool _started;

    /// <summary>Sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>Adds a vector.</summary>
    public void Add(ReadOnlySpan<float> vector, double weight = 1)
    {
        if (!_started)
        {
            for (int i = 0; i < dimensions; i++)
                _origin[i] = vector[i];
            _started = true;
        }

        for (int i = 0; i < dimensions; i++)
        {
            _relative[i] = vector[i] - _origin[i];
            _sum[i] += weight * _relative[i];
        }

        for (int i = 0; i < dimensions; i++)
        {
            double wi = weight * _relative[i];
            int row = i * dimensions;
            for (int j = 0; j <= i; j++)
                _products[row + j] += wi * _relative[j];
        }

        Weight += weight;
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
