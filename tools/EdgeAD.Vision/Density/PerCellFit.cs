using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>One Gaussian per cell: for parts that always lie in the same place (PaDiM, Defard et al. 2020).</summary>
internal static class PerCellFit
{
    /// <summary>Fits every cell's Gaussian, its covariance shrunk towards the mean covariance of all cells.</summary>
    /// <param name="z">Projected features of good pictures.</param>
    public static DensitySpec Fit(CellFeatures z)
    {
        int d = z.Dimensions;
        var cells = new Moments[z.Cells];
        var pooled = new double[d * d];
        for (int cell = 0; cell < z.Cells; cell++)
        {
            cells[cell] = new Moments(d);
            for (int p = 0; p < z.Pictures.Count; p++)
                cells[cell].Add(z.At(p, cell));
            double[] covariance = cells[cell].Covariance();
            for (int k = 0; k < pooled.Length; k++)
                pooled[k] += covariance[k] / z.Cells;
        }

        var constants = new List<float>();
        var whiten = new List<float>();
        var shift = new List<float>();
        foreach (Moments cell in cells)
        {
            double[] covariance = Shrinkage.Towards(cell.Covariance(), pooled, z.Pictures.Count, prior: d);
            DensityBuilder.Add(Gaussian.From(cell.Mean(), covariance, full: true), 0, Storage.Float16, constants, whiten, shift, cell.Mean());
        }

        return new DensitySpec(Scope.PerCell, Covariance.Full, Storage.Float16, 1, [.. constants], [.. whiten], [.. shift]);
    }
}
