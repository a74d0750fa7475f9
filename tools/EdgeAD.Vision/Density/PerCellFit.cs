using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>One Gaussian per cell: for parts that always lie in the same place (PaDiM, Defard et al. 2020).</summary>
internal static class PerCellFit
{
    /// <summary>Fits every cell's Gaussian, its covariance shrunk towards the mean covariance of all cells.</summary>
    /// <param name="z">Features of good pictures.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="options">Covariance and jitter.</param>
    public static DensitySpec Fit(CellFeatures z, int rows, DensityOptions options)
    {
        var builder = new DensityBuilder(Scope.PerCell, options.Covariance, 1);
        foreach ((Gaussian gaussian, double[] mean) in Gaussians(z, rows, options))
            builder.Add(gaussian, 0, mean);
        return builder.Build() with { Reaches = options.Jitter };
    }

    /// <summary>The Gaussians in double precision, cell by cell, with their means.</summary>
    public static IEnumerable<(Gaussian Gaussian, double[] Mean)> Gaussians(CellFeatures z, int rows, DensityOptions options)
    {
        int d = z.Dimensions;
        var means = new double[z.Cells][];
        var covariances = new double[z.Cells][];
        Parallel.For(0, z.Cells, cell =>
        {
            Moments moments = Collect(z, Around(cell, rows, z.Cells / rows, options.Jitter ? 1 : 0));
            (means[cell], covariances[cell]) = (moments.Mean(), moments.Covariance());
        });
        var pooled = new double[d * d];
        foreach (double[] covariance in covariances)
        {
            for (int k = 0; k < pooled.Length; k++)
                pooled[k] += covariance[k] / z.Cells;
        }

        var gaussians = new Gaussian[z.Cells];
        Parallel.For(0, z.Cells, cell =>
        {
            double[] covariance = Shrinkage.Towards(covariances[cell], pooled, z.Pictures.Count, prior: d);
            gaussians[cell] = Gaussian.From(means[cell], covariance, options.Covariance == Covariance.Full);
        });
        return gaussians.Zip(means);
    }

    /// <summary>A cell and those at most <paramref name="reach"/> away.</summary>
    private static IEnumerable<int> Around(int cell, int rows, int columns, int reach)
    {
        (int y, int x) = (cell / columns, cell % columns);
        for (int row = Math.Max(y - reach, 0); row <= Math.Min(y + reach, rows - 1); row++)
        for (int column = Math.Max(x - reach, 0); column <= Math.Min(x + reach, columns - 1); column++)
            yield return (row * columns) + column;
    }

    private static Moments Collect(CellFeatures z, IEnumerable<int> cells)
    {
        var moments = new Moments(z.Dimensions);
        foreach (int cell in cells)
        {
            for (int p = 0; p < z.Pictures.Count; p++)
                moments.Add(z.At(p, cell));
        }

        return moments;
    }
}
