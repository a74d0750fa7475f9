using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>A mixture of Gaussians over unit-scale features.</summary>
/// <param name="Weights"><c>[components]</c>, sum 1.</param>
/// <param name="Means"><c>[components][d]</c>.</param>
/// <param name="Gaussians"><c>[components]</c>.</param>
internal sealed record GaussianMixture(double[] Weights, double[][] Means, Gaussian[] Gaussians)
{
    /// <summary>Number of Gaussians.</summary>
    public int Components => Weights.Length;

    /// <summary>Log density of a vector.</summary>
    public double LogDensity(ReadOnlySpan<double> x)
    {
        var logs = new double[Components];
        for (int k = 0; k < logs.Length; k++)
            logs[k] = Math.Log(Weights[k]) + Gaussians[k].LogDensity(x);
        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(l => Math.Exp(l - largest)));
    }

    /// <summary>As it stands in a model file.</summary>
    public DensitySpec ToSpec()
    {
        var builder = new DensityBuilder(Scope.Shared, Gaussians[0].Full ? Covariance.Full : Covariance.Diagonal, Components);
        for (int k = 0; k < Components; k++)
            builder.Add(Gaussians[k], Math.Log(Math.Max(Weights[k], 1e-12)), Means[k]);
        return builder.Build();
    }
}
