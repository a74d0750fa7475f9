using System.Runtime.Intrinsics;

namespace EdgeAD.Vision.Density;

/// <summary>One pass of expectation maximisation over some blocks: responsibilities and, from them, the sums that the next mixture is made of.</summary>
/// <remarks>
/// Single precision inside a block, double between blocks. Every vector operation is element by element or in eight lanes, whatever the processor
/// has, so that it gives the same numbers everywhere.
/// </remarks>
internal sealed class MixtureSums
{
    private const double Vanishing = -30; // exp of less adds nothing to a sum of floats

    private readonly int _d;
    private readonly float[][] _logs; // [component][sample of the block]; log densities, then responsibilities
    private readonly float[] _weighted; // [d][sample]: responsibility times value
    private readonly float[] _y = new float[SampleBlocks.Size], _distance = new float[SampleBlocks.Size];

    /// <summary>Empty sums.</summary>
    public MixtureSums(int components, int dimensions)
    {
        _d = dimensions;
        _logs = [.. Enumerable.Range(0, components).Select(_ => new float[SampleBlocks.Size])];
        _weighted = new float[dimensions * SampleBlocks.Size];
        (Weight, Sum, Products) = (new double[components], NewRows(components, dimensions), NewRows(components, dimensions * (dimensions + 1) / 2));
    }

    /// <summary>Responsibility of each component, summed over samples.</summary>
    public double[] Weight { get; }

    /// <summary><c>[component][d]</c>.</summary>
    public double[][] Sum { get; }

    /// <summary><c>[component][lower triangle]</c>; the diagonal alone for diagonal mixtures.</summary>
    public double[][] Products { get; }

    /// <summary>Summed log likelihood of the samples.</summary>
    public double LogLikelihood { get; private set; }

    /// <summary>Takes a block in.</summary>
    public void Add(SampleBlocks samples, int block, GaussianMixture mixture)
    {
        for (int k = 0; k < mixture.Components; k++)
            LogDensities(samples, block, mixture.Gaussians[k], Math.Log(Math.Max(mixture.Weights[k], 1e-300)), _logs[k]);
        Normalise(samples.CountIn(block));
        for (int k = 0; k < mixture.Components; k++)
            Collect(samples, block, k, mixture.Gaussians[k].Full);
    }

    /// <summary>Adds the sums of other blocks.</summary>
    public void Add(MixtureSums other)
    {
        LogLikelihood += other.LogLikelihood;
        for (int k = 0; k < Weight.Length; k++)
        {
            Weight[k] += other.Weight[k];
            for (int i = 0; i < Sum[k].Length; i++)
                Sum[k][i] += other.Sum[k][i];
            for (int i = 0; i < Products[k].Length; i++)
                Products[k][i] += other.Products[k][i];
        }
    }

    private void LogDensities(SampleBlocks samples, int block, Gaussian gaussian, double logWeight, float[] logs)
    {
        Array.Clear(_distance);
        for (int i = 0, w = 0; i < _d; i++)
        {
            Array.Fill(_y, -(float)gaussian.Shift[i]);
            for (int j = gaussian.Full ? 0 : i; j <= i; j++)
                AddScaled(_y, samples.Row(block, j), (float)gaussian.Whiten[w++]);
            AddProduct(_distance, _y, _y);
        }

        float constant = (float)(gaussian.Constant + logWeight);
        for (int s = 0; s < logs.Length; s++)
            logs[s] = constant - (0.5f * _distance[s]);
    }

    /// <summary>Log densities to responsibilities; samples behind the last get none.</summary>
    private void Normalise(int count)
    {
        for (int s = 0; s < SampleBlocks.Size; s++)
        {
            float largest = float.NegativeInfinity;
            foreach (float[] logs in _logs)
                largest = Math.Max(largest, logs[s]);
            double sum = 0;
            foreach (float[] logs in _logs)
            {
                double relative = logs[s] - (double)largest;
                logs[s] = s < count && relative > Vanishing ? (float)Math.Exp(relative) : 0;
                sum += logs[s];
            }

            if (s >= count)
                continue;
            float share = (float)(1 / sum);
            foreach (float[] logs in _logs)
                logs[s] *= share;
            LogLikelihood += largest + Math.Log(sum);
        }
    }

    private void Collect(SampleBlocks samples, int block, int component, bool full)
    {
        float[] responsibility = _logs[component];
        double weight = 0;
        foreach (float r in responsibility)
            weight += r;
        if (weight < 1e-12)
            return;
        Weight[component] += weight;
        for (int i = 0, k = 0; i < _d; i++)
        {
            Span<float> weighted = _weighted.AsSpan(i * SampleBlocks.Size, SampleBlocks.Size);
            weighted.Clear();
            AddProduct(weighted, samples.Row(block, i), responsibility);
            Sum[component][i] += Dot(samples.Row(block, i), responsibility);
            for (int j = full ? 0 : i; j <= i; j++)
                Products[component][k++] += Dot(weighted, samples.Row(block, j));
        }
    }

    private static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        var factors = Vector256.Create(factor);
        for (int i = 0; i < SampleBlocks.Size; i += Vector256<float>.Count)
            (Vector256.Create(sums[i..]) + (Vector256.Create(values[i..]) * factors)).CopyTo(sums[i..]);
    }

    private static void AddProduct(Span<float> sums, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        for (int i = 0; i < SampleBlocks.Size; i += Vector256<float>.Count)
            (Vector256.Create(sums[i..]) + (Vector256.Create(a[i..]) * Vector256.Create(b[i..]))).CopyTo(sums[i..]);
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector256<float> even = Vector256<float>.Zero, odd = Vector256<float>.Zero;
        for (int i = 0; i < SampleBlocks.Size; i += 2 * Vector256<float>.Count)
        {
            even += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
            odd += Vector256.Create(a[(i + 8)..]) * Vector256.Create(b[(i + 8)..]);
        }

        float sum = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            sum += even[lane] + odd[lane];
        return sum;
    }

    private static double[][] NewRows(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new double[length])];
}
