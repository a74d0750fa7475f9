using EdgeAD.Vision.Packing;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Density;

/// <summary>Principal components of cell features as an int8 projection whose outputs have zero mean and unit variance on good cells.</summary>
/// <remarks>
/// Rounding the directions to int8 costs nothing: everything behind the projection is fitted to what the rounded projection gives, and the kernels
/// add it up exactly.
/// </remarks>
internal static class ProjectionFit
{
    /// <summary>Fits a head.</summary>
    /// <param name="network">The quantised network.</param>
    /// <param name="cuts">Maps that form the features.</param>
    /// <param name="gridRows">Rows of cells.</param>
    /// <param name="gridColumns">Columns of cells.</param>
    /// <param name="raw">Plain int8 features of good pictures, as <see cref="ProbeModel.Features"/> gives them.</param>
    /// <param name="dimensions">Components to keep; fewer when the features have no more.</param>
    public static HeadSpec Fit(NetworkSpec network, IReadOnlyList<CutSpec> cuts, int gridRows, int gridColumns, CellFeatures raw, int dimensions)
    {
        int channels = raw.Dimensions, kept = Math.Min(dimensions, channels);
        var moments = new Moments(channels);
        for (int p = 0; p < raw.Pictures.Count; p++)
        for (int cell = 0; cell < raw.Cells; cell++)
            moments.Add(raw.At(p, cell));
        double[] mean = moments.Mean(), codes = moments.Covariance();
        double[] unit = RealPerCode(network, cuts); // what one code step of a channel means

        var covariance = Matrix<double>.Build.Dense(channels, channels, (i, j) => codes[(i * channels) + j] * unit[i] * unit[j]);
        var eigen = covariance.Evd(Symmetricity.Symmetric);
        var projection = new sbyte[kept * channels];
        float[] scale = new float[kept], offset = new float[kept];
        for (int k = 0; k < kept; k++)
        {
            Vector<double> direction = eigen.EigenVectors.Column(channels - 1 - k); // eigenvalues rise
            double[] weights = [.. Enumerable.Range(0, channels).Select(c => direction[c] * unit[c])];
            Span<sbyte> row = projection.AsSpan(k * channels, channels);
            Round(weights, row);

            double center = 0, variance = 0;
            for (int i = 0; i < channels; i++)
            {
                center += row[i] * mean[i];
                double product = 0;
                for (int j = 0; j < channels; j++)
                    product += codes[(i * channels) + j] * row[j];
                variance += row[i] * product;
            }

            double inverse = 1 / Math.Sqrt(Math.Max(variance, 1)); // codes are whole numbers: a variance below 1 is rounding noise
            scale[k] = (float)inverse;
            offset[k] = (float)(-center * inverse);
        }

        return new HeadSpec(cuts, gridRows, gridColumns, projection, scale, offset);
    }

    private static double[] RealPerCode(NetworkSpec network, IReadOnlyList<CutSpec> cuts) =>
    [
        .. cuts.SelectMany(c => Enumerable.Repeat((double)network.Tensors[c.Tensor].Scale / (c.Pool * c.Pool), network.Tensors[c.Tensor].Channels)),
    ];

    /// <summary>To -127..127, the sign fixed so that eigenvector routines cannot change a byte: the largest weight is positive.</summary>
    private static void Round(double[] weights, Span<sbyte> row)
    {
        double largest = weights.MaxBy(Math.Abs);
        double step = largest == 0 ? 1 : largest / 127;
        for (int c = 0; c < row.Length; c++)
            row[c] = (sbyte)Math.Clamp(Math.Round(weights[c] / step, MidpointRounding.AwayFromZero), -127, 127);
    }
}
