using System.Numerics.Tensors;
using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Search;

/// <summary>A fitted density evaluated in float, to rank configurations without building a model file for each; verdicts come from the kernels only.</summary>
internal sealed class FloatDensity(DensitySpec density, int dimensions)
{
    private readonly int _stride = density.Covariance == Covariance.Full ? dimensions * (dimensions + 1) / 2 : dimensions;

    private readonly float[] _whiten = Array.ConvertAll(density.Whiten, w => (float)(w * HeadSpec.UnitDeviation)); // for features of unit deviation

    /// <summary>Fits the density of a candidate.</summary>
    /// <param name="candidate">Its family.</param>
    /// <param name="z">Projected features of good pictures.</param>
    /// <param name="rows">Rows of cells.</param>
    /// <param name="seed">Seed of mixtures.</param>
    /// <param name="cancel">Stops the work.</param>
    public static FloatDensity Fit(Candidate candidate, CellFeatures z, int rows, int seed, CancellationToken cancel) => new(
        new DensityFit(candidate.Density with { Seed = seed }, rows).Fit(z, cancel), z.Dimensions);

    /// <summary>Negative log density of every cell.</summary>
    /// <param name="z">Projected features of a picture, <c>[cells][dimensions]</c>.</param>
    public float[] Surprise(float[] z)
    {
        var scores = new float[z.Length / dimensions];
        Span<float> logs = stackalloc float[density.Components];
        for (int cell = 0; cell < scores.Length; cell++)
        {
            ReadOnlySpan<float> x = z.AsSpan(cell * dimensions, dimensions);
            int first = density.Scope == Scope.PerCell ? cell * density.Components : 0;
            for (int k = 0; k < logs.Length; k++)
                logs[k] = density.Constants[first + k] - (0.5f * Distance(first + k, x));
            scores[cell] = -LogSumExp(logs);
        }

        return scores;
    }

    private float Distance(int component, ReadOnlySpan<float> x)
    {
        ReadOnlySpan<float> whiten = _whiten.AsSpan(component * _stride, _stride);
        ReadOnlySpan<int> bias = density.Bias.AsSpan(component * dimensions, dimensions);
        ReadOnlySpan<float> scale = density.Scale.AsSpan(component * dimensions, dimensions);
        bool full = density.Covariance == Covariance.Full;
        float sum = 0;
        for (int i = 0, at = 0; i < dimensions; i++)
        {
            float y = full ? TensorPrimitives.Dot(whiten.Slice(at, i + 1), x[..(i + 1)]) : whiten[i] * x[i];
            at += i + 1;
            y = (y - bias[i]) * scale[i];
            sum += y * y;
        }

        return sum;
    }

    private static float LogSumExp(ReadOnlySpan<float> logs)
    {
        float largest = TensorPrimitives.Max(logs), sum = 0;
        foreach (float log in logs)
            sum += MathF.Exp(log - largest);
        return largest + MathF.Log(sum);
    }
}
