using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>Collects Gaussians over unit-scale features in the integers of the model file.</summary>
internal sealed class DensityBuilder(Scope scope, Covariance covariance, int components)
{
    private const double MostWeight = short.MaxValue;

    /// <summary>Sum of a row's weights that leaves room for its bias: 2 * 4095 * sum fits 31 bits.</summary>
    private const double MostSum = (int.MaxValue / (2.0 * HeadSpec.LargestFeature)) - 128; // less what rounding the weights may add

    private readonly List<float> _constants = [];
    private readonly List<short> _whiten = [];
    private readonly List<int> _bias = [];
    private readonly List<float> _scale = [];

    /// <summary>Appends one component.</summary>
    /// <param name="gaussian">Over features of unit deviation.</param>
    /// <param name="logWeight">Its share of the mixture.</param>
    /// <param name="mean"><c>[d]</c>; the bias is computed from the rounded weights, so that rounding scales distances a little but never moves the mean.</param>
    /// <param name="stretch">Factor on the log density, for densities per cell that are normalised cell by cell.</param>
    /// <param name="offset">Added to the log density before it is stretched.</param>
    public void Add(Gaussian gaussian, double logWeight, double[] mean, double stretch = 1, double offset = 0)
    {
        _constants.Add(Finite(stretch * (gaussian.Constant + logWeight + offset)));
        for (int i = 0, k = 0; i < mean.Length; i++)
        {
            int count = covariance == Covariance.Full ? i + 1 : 1;
            AddRow(gaussian.Whiten.AsSpan(k, count), covariance == Covariance.Full ? mean.AsSpan(0, count) : mean.AsSpan(i, 1), Math.Sqrt(stretch));
            k += count;
        }
    }

    /// <summary>The density so far.</summary>
    public DensitySpec Build() => new(scope, covariance, components, [.. _constants], [.. _whiten], [.. _bias], [.. _scale]);

    private void AddRow(ReadOnlySpan<double> row, ReadOnlySpan<double> mean, double stretch)
    {
        double largest = 0, sum = 0;
        foreach (double w in row)
            (largest, sum) = (Math.Max(largest, Math.Abs(w)), sum + Math.Abs(w));
        double fit = largest > 0 ? Math.Min(MostWeight / largest, MostSum / sum) : 1; // integer weights per unit
        double bias = 0;
        for (int j = 0; j < row.Length; j++)
        {
            double weight = Math.Round(row[j] * fit);
            _whiten.Add((short)weight);
            bias += weight * Math.Clamp(mean[j] * HeadSpec.UnitDeviation, -HeadSpec.LargestFeature, HeadSpec.LargestFeature);
        }

        _bias.Add((int)Math.Round(bias));
        _scale.Add(Math.Max(Finite(stretch / (fit * HeadSpec.UnitDeviation)), 1e-30f));
    }

    private static float Finite(double value) => (float)Math.Clamp(value, -1e30, 1e30);
}
