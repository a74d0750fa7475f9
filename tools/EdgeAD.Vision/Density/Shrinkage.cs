namespace EdgeAD.Vision.Density;

/// <summary>Covariance estimates that stay usable with few samples.</summary>
internal static class Shrinkage
{
    /// <summary>Smallest variance left in any direction, relative to the unit variance that projected features have.</summary>
    private const double VarianceFloor = 1e-4;

    /// <summary>Oracle approximating shrinkage towards a multiple of the identity; in place.</summary>
    /// <remarks>Chen, Wiesel, Eldar, Hero: "Shrinkage Algorithms for MMSE Covariance Estimation", IEEE TSP 2010, eq. 23.</remarks>
    /// <param name="covariance"><c>[d][d]</c>, maximum likelihood.</param>
    /// <param name="d">Dimensions.</param>
    /// <param name="samples">Independent samples behind it.</param>
    public static double[] Oas(double[] covariance, int d, double samples)
    {
        double trace = 0, squares = 0;
        for (int i = 0; i < d; i++)
            trace += covariance[(i * d) + i];
        foreach (double c in covariance)
            squares += c * c;
        double mu = trace / d;
        double numerator = ((1 - (2.0 / d)) * squares) + (trace * trace);
        double denominator = (samples + 1 - (2.0 / d)) * (squares - (trace * trace / d));
        double weight = denominator > 0 ? Math.Clamp(numerator / denominator, 0, 1) : 1;
        for (int k = 0; k < covariance.Length; k++)
            covariance[k] *= 1 - weight;
        for (int i = 0; i < d; i++)
            covariance[(i * d) + i] += (weight * mu) + VarianceFloor;
        return covariance;
    }

    /// <summary>Shrinks a cell's covariance towards that of all cells, as if the latter were <paramref name="prior"/> further samples.</summary>
    public static double[] Towards(double[] covariance, double[] pooled, double samples, double prior)
    {
        double own = Math.Max(samples - 1, 0) / (Math.Max(samples - 1, 0) + prior);
        int d = (int)Math.Sqrt(covariance.Length);
        var result = new double[covariance.Length];
        for (int k = 0; k < result.Length; k++)
            result[k] = (own * covariance[k]) + ((1 - own) * pooled[k]);
        for (int i = 0; i < d; i++)
            result[(i * d) + i] += VarianceFloor;
        return result;
    }
}
