using EdgeAD.Vision.Packing;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace EdgeAD.Vision.Density;

/// <summary>Directions of cell features as an int8 projection whose outputs have zero mean and unit deviation on good cells.</summary>
/// <remarks>
/// Rounding the directions to int8 costs nothing: everything behind the projection is fitted to what the rounded projection gives, and the kernels
/// add it up exactly.
/// </remarks>
internal static class ProjectionFit
{
    private const int MostSamples = 4000; // cells behind the covariance of the channels

    /// <summary>Fits a head.</summary>
    /// <param name="cuts">Maps that form the features.</param>
    /// <param name="unit">What one code step of a channel means, <c>[channels]</c>: <see cref="UnitsOf"/>.</param>
    /// <param name="maps">Features of good pictures.</param>
    /// <param name="options">Kind, dimensions, seed.</param>
    public static HeadSpec Fit(IReadOnlyList<CutSpec> cuts, double[] unit, FeatureMaps maps, DensityOptions options)
    {
        Moments moments = Collect(maps);
        double[] mean = moments.Mean(), codes = moments.Covariance();
        double[][] directions = options.Projection == ProjectionKind.Random
            ? RandomDirections(maps.Channels, Math.Min(options.Dimensions, maps.Channels), options.Seed)
            : PrincipalDirections(codes, unit, options);
        var projection = new sbyte[directions.Length * maps.Channels];
        var center = new int[directions.Length];
        var scale = new FixedPointScale[directions.Length];
        for (int k = 0; k < directions.Length; k++)
        {
            Span<sbyte> row = projection.AsSpan(k * maps.Channels, maps.Channels);
            Round([.. directions[k].Select((w, c) => w * unit[c])], row);
            (double at, double variance) = Along(row, mean, codes);
            center[k] = (int)Math.Round(at);
            scale[k] = FixedPointScale.From(HeadSpec.UnitDeviation / Math.Sqrt(Math.Max(variance, 1))); // codes are whole numbers: less is rounding noise
        }

        return new HeadSpec(cuts, maps.Rows, maps.Columns, projection, center, scale)
        {
            Smoothed = options.Smooth,
            Positions = options.Positions ? [.. Places(maps.Rows), .. Places(maps.Columns)] : null,
        };
    }

    /// <summary>What one code step means in every channel of the cuts.</summary>
    public static double[] UnitsOf(NetworkSpec network, IReadOnlyList<CutSpec> cuts) =>
        [.. cuts.SelectMany(c => Enumerable.Range(0, network.Tensors[c.Tensor].Channels).Select(i => (double)network.Tensors[c.Tensor].ScaleOf(i)))];

    /// <summary>Moments of an even share of the cells.</summary>
    private static Moments Collect(FeatureMaps maps)
    {
        var moments = new Moments(maps.Channels);
        long total = (long)maps.Pictures.Count * maps.Cells;
        long count = Math.Min(total, MostSamples);
        var vector = new double[maps.Channels];
        for (long s = 0; s < count; s++)
        {
            // Up to six cells further, so that a step as wide as a row does not stay in one column.
            long i = ((s * total / count) + (s % 7)) % total;
            ReadOnlySpan<sbyte> features = maps.At((int)(i / maps.Cells), (int)(i % maps.Cells));
            for (int c = 0; c < vector.Length; c++)
                vector[c] = features[c];
            moments.Add(vector);
        }

        return moments;
    }

    private static double[][] PrincipalDirections(double[] codes, double[] unit, DensityOptions options)
    {
        int channels = unit.Length, kept = Math.Min(options.Dimensions, channels);
        int skipped = options.Projection == ProjectionKind.Trailing ? Math.Min(options.Discard, channels - kept) : 0;
        Evd<double> eigen = Matrix<double>.Build.Dense(channels, channels, (i, j) => codes[(i * channels) + j] * unit[i] * unit[j]).Evd(Symmetricity.Symmetric);
        return [.. Enumerable.Range(0, kept).Select(k => eigen.EigenVectors.Column(channels - 1 - skipped - k).ToArray())]; // eigenvalues rise
    }

    /// <summary>Gaussian directions made orthonormal (Gram-Schmidt).</summary>
    private static double[][] RandomDirections(int channels, int count, int seed)
    {
        var random = new Random(seed);
        var directions = new double[count][];
        for (int k = 0; k < count; k++)
        {
            double[] v = [.. Enumerable.Range(0, channels).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
            for (int j = 0; j < k; j++)
            {
                double along = v.Zip(directions[j], (a, b) => a * b).Sum();
                v = [.. v.Zip(directions[j], (a, b) => a - (along * b))];
            }

            double length = Math.Sqrt(v.Sum(a => a * a));
            directions[k] = [.. v.Select(a => a / length)];
        }

        return directions;
    }

    /// <summary>Mean and variance of the sums that a row of weights gives.</summary>
    private static (double Mean, double Variance) Along(ReadOnlySpan<sbyte> row, double[] mean, double[] codes)
    {
        double center = 0, variance = 0;
        for (int i = 0; i < mean.Length; i++)
        {
            center += row[i] * mean[i];
            double product = 0;
            for (int j = 0; j < mean.Length; j++)
                product += codes[(i * mean.Length) + j] * row[j];
            variance += row[i] * product;
        }

        return (center, variance);
    }

    /// <summary>To -127..127, the sign fixed so that eigenvector routines cannot change a byte: the largest weight is positive.</summary>
    private static void Round(double[] weights, Span<sbyte> row)
    {
        double largest = weights.MaxBy(Math.Abs);
        double step = largest == 0 ? 1 : largest / 127;
        for (int c = 0; c < row.Length; c++)
            row[c] = (sbyte)Math.Clamp(Math.Round(weights[c] / step, MidpointRounding.AwayFromZero), -127, 127);
    }

    /// <summary>Places along one side of the grid, with zero mean and unit deviation.</summary>
    private static IEnumerable<short> Places(int count)
    {
        double deviation = Math.Sqrt(Math.Max(((double)count * count) - 1, 1) / 12);
        return Enumerable.Range(0, count).Select(i => (short)Math.Round(HeadSpec.UnitDeviation * (i - ((count - 1) / 2.0)) / deviation));
    }
}
