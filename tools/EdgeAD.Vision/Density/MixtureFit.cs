using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>One Gaussian mixture for all cells: for textures and for parts that lie anywhere.</summary>
/// <remarks>Expectation maximisation from k-means++ starts; covariances with OAS shrinkage; the start with the best likelihood wins.</remarks>
internal sealed class MixtureFit
{
    private const int MaxSamples = 8000, MaxIterations = 40, Restarts = 2;
    private const double Tolerance = 1e-3; // gain in mean log likelihood at which EM stops

    private readonly double[][] _samples;
    private readonly int _components, _d;
    private readonly Random _random;
    private readonly double[][] _means;
    private readonly double[] _weights;
    private readonly Gaussian[] _gaussians;

    private MixtureFit(double[][] samples, int components, Random random)
    {
        (_samples, _components, _d, _random) = (samples, components, samples[0].Length, random);
        (_means, _weights, _gaussians) = (new double[components][], new double[components], new Gaussian[components]);
    }

    /// <summary>Fits a mixture.</summary>
    /// <param name="z">Projected features of good pictures.</param>
    /// <param name="components">Components; fewer when there are not ten samples for each.</param>
    /// <param name="full">Full or diagonal covariances.</param>
    /// <param name="seed">Seed of starts and sampling.</param>
    /// <param name="cancel">Stops the work.</param>
    public static DensitySpec Fit(CellFeatures z, int components, bool full, int seed, CancellationToken cancel = default)
    {
        var random = new Random(seed);
        double[][] samples = Sample(z, random);
        int count = Math.Clamp(samples.Length / 10, 1, components);
        MixtureFit? best = null;
        double bestLikelihood = double.NegativeInfinity;
        for (int start = 0; start < (count == 1 ? 1 : Restarts); start++)
        {
            var fit = new MixtureFit(samples, count, random);
            double likelihood = fit.Run(full, cancel);
            if (best is null || likelihood > bestLikelihood)
                (best, bestLikelihood) = (fit, likelihood);
        }

        return best!.ToSpec(full);
    }

    /// <summary>All cells, or an even random share of them.</summary>
    private static double[][] Sample(CellFeatures z, Random random)
    {
        long total = (long)z.Pictures.Count * z.Cells;
        int[] order = [.. Enumerable.Range(0, checked((int)total))];
        if (total > MaxSamples)
        {
            random.Shuffle(order);
            order = order[..MaxSamples];
            Array.Sort(order);
        }

        return [.. order.Select(i => Array.ConvertAll(z.At(i / z.Cells, i % z.Cells).ToArray(), v => (double)v))];
    }

    private double Run(bool full, CancellationToken cancel)
    {
        var responsibility = Start();
        double previous = double.NegativeInfinity;
        for (int i = 0; i < MaxIterations; i++)
        {
            cancel.ThrowIfCancellationRequested();
            Maximise(responsibility, full);
            double likelihood = Expect(responsibility);
            if (likelihood - previous < Tolerance)
                return likelihood;
            previous = likelihood;
        }

        return previous;
    }

    /// <summary>k-means++ centres (Arthur, Vassilvitskii 2007); every sample belongs to the nearest.</summary>
    private double[][] Start()
    {
        int n = _samples.Length;
        var nearest = new double[n];
        var owner = new int[n];
        Array.Fill(nearest, double.PositiveInfinity);
        int chosen = _random.Next(n);
        for (int k = 0; k < _components; k++)
        {
            double total = 0;
            for (int i = 0; i < n; i++)
            {
                double distance = SquaredDistance(_samples[i], _samples[chosen]);
                if (distance < nearest[i])
                    (nearest[i], owner[i]) = (distance, k);
                total += nearest[i];
            }

            double at = _random.NextDouble() * total;
            for (chosen = 0; chosen < n - 1 && (at -= nearest[chosen]) > 0;)
                chosen++;
        }

        var responsibility = new double[n][];
        for (int i = 0; i < n; i++)
        {
            responsibility[i] = new double[_components];
            responsibility[i][owner[i]] = 1;
        }

        return responsibility;
    }

    private void Maximise(double[][] responsibility, bool full)
    {
        Parallel.For(0, _components, k =>
        {
            var moments = new Moments(_d);
            for (int i = 0; i < _samples.Length; i++)
            {
                if (responsibility[i][k] > 1e-8)
                    moments.Add(_samples[i], responsibility[i][k]);
            }

            if (moments.Weight < 1e-6) // nobody's: any sample will do, the next round sorts it out
                moments.Add(_samples[k * _samples.Length / _components], 1e-6);
            _weights[k] = moments.Weight / _samples.Length;
            _means[k] = moments.Mean();
            _gaussians[k] = Gaussian.From(_means[k], Shrinkage.Oas(moments.Covariance(), _d, Math.Max(moments.Weight, 1)), full);
        });
    }

    /// <summary>New responsibilities; returns the mean log likelihood.</summary>
    private double Expect(double[][] responsibility)
    {
        var likelihood = new double[_samples.Length];
        Parallel.For(0, _samples.Length, i =>
        {
            double[] own = responsibility[i];
            for (int k = 0; k < _components; k++)
                own[k] = Math.Log(_weights[k]) + _gaussians[k].LogDensity(_samples[i]);
            double largest = own.Max(), sum = 0;
            for (int k = 0; k < _components; k++)
                sum += own[k] = Math.Exp(own[k] - largest);
            for (int k = 0; k < _components; k++)
                own[k] /= sum;
            likelihood[i] = largest + Math.Log(sum);
        });
        return likelihood.Average();
    }

    private DensitySpec ToSpec(bool full)
    {
        var constants = new List<float>();
        var whiten = new List<float>();
        var shift = new List<float>();
        for (int k = 0; k < _components; k++)
            DensityBuilder.Add(_gaussians[k], Math.Log(_weights[k]), Storage.Float32, constants, whiten, shift, _means[k]);
        return new DensitySpec(Scope.Shared, full ? Covariance.Full : Covariance.Diagonal, Storage.Float32, _components, [.. constants], [.. whiten], [.. shift]);
    }

    private static double SquaredDistance(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
