using EdgeAD.Vision.Density;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Quantization;

/// <summary>One plain detector for features of any origin, in double precision: principal components, one Gaussian per cell, mean of the most abnormal
/// cells. It compares feature spaces; verdicts come from the kernels.</summary>
internal sealed class FeatureDetector
{
    private const int MostDimensions = 16;
    private const double TopShare = 0.1;

    private readonly double[] _mean;
    private readonly double[][] _directions;
    private readonly Gaussian[] _cells;

    /// <summary>Fits good pictures.</summary>
    public FeatureDetector(CellFeatures good)
    {
        int channels = good.Dimensions, kept = Math.Min(MostDimensions, channels);
        var moments = new Moments(channels);
        for (int p = 0; p < good.Pictures.Count; p++)
        for (int cell = 0; cell < good.Cells; cell++)
            moments.Add(good.At(p, cell));
        _mean = moments.Mean();
        double[] covariance = moments.Covariance();
        var eigen = Matrix<double>.Build.Dense(channels, channels, (i, j) => covariance[(i * channels) + j]).Evd(Symmetricity.Symmetric);
        _directions = [.. Enumerable.Range(0, kept).Select(k => Direction(eigen, channels - 1 - k))];

        Moments[] cells = [.. Enumerable.Range(0, good.Cells).Select(_ => new Moments(kept))];
        for (int p = 0; p < good.Pictures.Count; p++)
        for (int cell = 0; cell < good.Cells; cell++)
            cells[cell].Add(Project(good.At(p, cell)));
        var pooled = new double[kept * kept];
        foreach (double[] own in cells.Select(c => c.Covariance()))
        {
            for (int k = 0; k < pooled.Length; k++)
                pooled[k] += own[k] / cells.Length;
        }

        _cells = [.. cells.Select(c => Gaussian.From(c.Mean(), Shrinkage.Towards(c.Covariance(), pooled, good.Pictures.Count, prior: kept), full: true))];
    }

    /// <summary>Score of a picture; larger is more anomalous.</summary>
    public float Score(CellFeatures features, int picture)
    {
        var surprise = new double[features.Cells];
        for (int cell = 0; cell < surprise.Length; cell++)
            surprise[cell] = -_cells[cell].LogDensity(Project(features.At(picture, cell)));
        int top = Math.Max(1, (int)Math.Round(TopShare * surprise.Length));
        return (float)surprise.OrderDescending().Take(top).Average();
    }

    /// <summary>Unit variance along every direction, so that shrinkage sees what it sees in a model.</summary>
    private static double[] Direction(MathNet.Numerics.LinearAlgebra.Factorization.Evd<double> eigen, int column)
    {
        double deviation = Math.Sqrt(Math.Max(eigen.EigenValues[column].Real, 1e-12));
        return [.. eigen.EigenVectors.Column(column).Select(v => v / deviation)];
    }

    private double[] Project(ReadOnlySpan<float> x)
    {
        var z = new double[_directions.Length];
        for (int k = 0; k < z.Length; k++)
        {
            double[] direction = _directions[k];
            for (int c = 0; c < direction.Length; c++)
                z[k] += direction[c] * (x[c] - _mean[c]);
        }

        return z;
    }
}
