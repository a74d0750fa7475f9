using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Tests.Density;

/// <summary>A density of the model file evaluated in double precision, and taken apart again into means and weights.</summary>
internal static class DoubleDensity
{
    /// <summary>Log density of a vector, from the numbers as they stand in the file.</summary>
    public static double Log(DensitySpec density, int cell, ReadOnlySpan<float> z)
    {
        double[] logs = new double[density.Components];
        for (int k = 0; k < logs.Length; k++)
        {
            (double constant, double[,] w, double[] shift) = Component(density, cell, k);
            double distance = 0;
            for (int i = 0; i < shift.Length; i++)
            {
                double y = -shift[i];
                for (int j = 0; j <= i; j++)
                    y += w[i, j] * z[j];
                distance += y * y;
            }

            logs[k] = constant - (distance / 2);
        }

        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(l => Math.Exp(l - largest)));
    }

    /// <summary>Mean and weight of a component.</summary>
    public static (double[] Mean, double Weight) MeanAndWeight(DensitySpec density, int component)
    {
        (double constant, double[,] w, double[] shift) = Component(density, 0, component);
        int d = shift.Length;
        var mean = new double[d];
        double logDeterminant = 0;
        for (int i = 0; i < d; i++) // W is lower triangular: solve W mean = shift from the top
        {
            double sum = shift[i];
            for (int j = 0; j < i; j++)
                sum -= w[i, j] * mean[j];
            mean[i] = sum / w[i, i];
            logDeterminant += Math.Log(w[i, i]);
        }

        return (mean, Math.Exp(constant + (d / 2.0 * Math.Log(2 * Math.PI)) - logDeterminant));
    }

    private static (double Constant, double[,] W, double[] Shift) Component(DensitySpec density, int cell, int component)
    {
        int at = (density.Scope == Scope.PerCell ? cell * density.Components : 0) + component;
        int d = density.Shift.Length / density.Constants.Length, stored = density.Whiten.Length / density.Constants.Length;
        var w = new double[d, d];
        for (int i = 0, k = at * stored; i < d; i++)
        for (int j = density.Covariance == Covariance.Full ? 0 : i; j <= i; j++, k++)
            w[i, j] = density.Storage == Storage.Float16 ? (double)(Half)density.Whiten[k] : density.Whiten[k];
        return (density.Constants[at], w, [.. density.Shift.AsSpan(at * d, d).ToArray().Select(s => (double)s)]);
    }
}
