using System.Numerics.Tensors;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Quantization;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Bench;

/// <summary>Principal components in float, scaled to unit variance: what the int8 projection of a model file approximates.</summary>
internal sealed class FloatProjection
{
    private const int MaxSamples = 4000;
    private readonly float[][] _rows; // [dimensions][channels]
    private readonly float[] _offset;

    private FloatProjection(float[][] rows, float[] offset) => (_rows, _offset) = (rows, offset);

    /// <summary>Dimensions kept.</summary>
    public int Dimensions => _rows.Length;

    /// <summary>Fits all components once; <see cref="Keep"/> takes the leading ones.</summary>
    /// <param name="view">Features.</param>
    /// <param name="pictures">Good pictures to fit to.</param>
    public static FloatProjection Fit(FloatCells view, IReadOnlyList<int> pictures)
    {
        int channels = view.Channels;
        long total = (long)pictures.Count * view.Cells;
        long step = Math.Max(1, (total + MaxSamples - 1) / MaxSamples);
        while (step > 1 && view.Cells % step == 0)
            step++; // every cell gets its turn
        var moments = new Moments(channels);
        var features = new float[channels];
        for (long i = 0; i < total; i += step)
        {
            view.Gather(pictures[(int)(i / view.Cells)], (int)(i % view.Cells), features);
            moments.Add(features);
        }

        double[] mean = moments.Mean(), covariance = moments.Covariance();
        var eigen = Matrix<double>.Build.Dense(channels, channels, covariance).Evd(Symmetricity.Symmetric);
        var rows = new float[channels][];
        var offset = new float[channels];
        double largest = Math.Max(eigen.EigenValues[channels - 1].Real, 1e-12);
        for (int k = 0; k < channels; k++)
        {
            Vector<double> direction = eigen.EigenVectors.Column(channels - 1 - k);
            double inverse = 1 / Math.Sqrt(Math.Max(eigen.EigenValues[channels - 1 - k].Real, 1e-6 * largest));
            rows[k] = [.. direction.Select(v => (float)(v * inverse))];
            offset[k] = (float)-direction.Select((v, c) => v * inverse * mean[c]).Sum();
        }

        return new FloatProjection(rows, offset);
    }

    /// <summary>Some of the components, after leaving the leading <paramref name="skipped"/> out; fewer where there are not so many.</summary>
    public FloatProjection Keep(int dimensions, int skipped = 0)
    {
        int kept = Math.Min(dimensions, _rows.Length), first = Math.Min(skipped, _rows.Length - kept);
        return new FloatProjection(_rows[first..(first + kept)], _offset[first..(first + kept)]);
    }

    /// <summary>Projects every cell of a picture, <c>[cells][dimensions]</c>.</summary>
    public float[] Project(FloatCells view, int picture)
    {
        var result = new float[view.Cells * _rows.Length];
        var features = new float[view.Channels];
        for (int cell = 0; cell < view.Cells; cell++)
        {
            view.Gather(picture, cell, features);
            Span<float> z = result.AsSpan(cell * _rows.Length, _rows.Length);
            for (int k = 0; k < z.Length; k++)
                z[k] = TensorPrimitives.Dot(_rows[k], features) + _offset[k];
        }

        return result;
    }
}
