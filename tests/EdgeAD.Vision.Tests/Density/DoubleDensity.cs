using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Tests.Density;

/// <summary>A density of the model file evaluated in double precision, from the integers as they stand in the file.</summary>
internal static class DoubleDensity
{
    /// <summary>Log density of one mixture.</summary>
    public static double Log(DensitySpec density, int mixture, ReadOnlySpan<short> z)
    {
        var logs = new double[density.Components];
        int d = density.Dimensions, stored = density.Whiten.Length / density.Constants.Length;
        for (int k = 0; k < logs.Length; k++)
        {
            int at = (density.Scope == Scope.PerCell ? mixture * density.Components : 0) + k;
            double distance = 0;
            for (int i = 0, w = at * stored; i < d; i++)
            {
                double y = -density.Bias[(at * d) + i];
                for (int j = density.Covariance == Covariance.Full ? 0 : i; j <= i; j++)
                    y += density.Whiten[w++] * (double)z[j];
                distance += y * y * density.Scale[(at * d) + i] * density.Scale[(at * d) + i];
            }

            logs[k] = density.Constants[at] - (distance / 2);
        }

        double largest = logs.Max();
        return largest + Math.Log(logs.Sum(l => Math.Exp(l - largest)));
    }

    /// <summary>Log density of a cell, which may be the best of the mixtures around it.</summary>
    public static double Best(DensitySpec density, int rows, int columns, int cell, ReadOnlySpan<short> z)
    {
        int reach = density.Reaches ? 1 : 0;
        double best = double.NegativeInfinity;
        for (int y = Math.Max((cell / columns) - reach, 0); y <= Math.Min((cell / columns) + reach, rows - 1); y++)
        for (int x = Math.Max((cell % columns) - reach, 0); x <= Math.Min((cell % columns) + reach, columns - 1); x++)
            best = Math.Max(best, Log(density, (y * columns) + x, z));
        return best;
    }
}
