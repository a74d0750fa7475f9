namespace EdgeAD.Vision.Density;

/// <summary>Fits one Gaussian mixture for all cells: for textures and for parts that lie anywhere.</summary>
/// <remarks>
/// Expectation maximisation; covariances with OAS shrinkage. Several starts (k-means++ centres, a few rounds with diagonal covariances) on a small share of the
/// samples, and the likeliest goes on with all of them.
/// </remarks>
internal sealed class MixtureFit
{
    private const int MostSamples = 8000, MostStartSamples = 2000, Starts = 3, StartRounds = 6, MostRounds = 40, RefitRounds = 4;
    private const int Chunks = 8; // fixed, so that the number of cores changes no sum
    private const int SamplesPerComponent = 10;
    private const double Tolerance = 1e-3; // gain in mean log likelihood at which EM stops

    private readonly SampleBlocks _samples;
    private readonly CancellationToken _cancel;

    private MixtureFit(SampleBlocks samples, CancellationToken cancel) => (_samples, _cancel) = (samples, cancel);

    /// <summary>Fits a mixture.</summary>
    /// <param name="z">Features of good pictures.</param>
    /// <param name="components">Components; fewer when there are not ten samples for each.</param>
    /// <param name="full">Full or diagonal covariances.</param>
    /// <param name="seed">Seed of starts and sampling.</param>
    /// <param name="cancel">Stops the work.</param>
    public static GaussianMixture Fit(CellFeatures z, int components, bool full, int seed, CancellationToken cancel = default)
    {
        var random = new Random(seed);
        int[] chosen = SampleBlocks.Choose(z, MostSamples, random);
        var all = new MixtureFit(new SampleBlocks(z, chosen), cancel);
        int count = Math.Clamp(chosen.Length / SamplesPerComponent, 1, components);
        if (count == 1)
            return all.Run(MixtureStart.From(all._samples, 1, random), full, 2);

        random.Shuffle(chosen);
        var few = new MixtureFit(new SampleBlocks(z, chosen[..Math.Min(chosen.Length, Math.Max(MostStartSamples, count * SamplesPerComponent))]), cancel);
        GaussianMixture? best = null;
        double bestLikelihood = double.NegativeInfinity;
        for (int start = 0; start < Starts; start++)
        {
            GaussianMixture mixture = few.Run(MixtureStart.From(few._samples, count, random), full: false, StartRounds);
            mixture = few.Run(mixture, full, StartRounds);
            double likelihood = few.Pass(mixture).LogLikelihood;
            if (best is null || likelihood > bestLikelihood)
                (best, bestLikelihood) = (mixture, likelihood);
        }

        return all.Run(best!, full, MostRounds);
    }

    /// <summary>A few rounds from a mixture that was fitted to much the same pictures.</summary>
    public static GaussianMixture Refit(CellFeatures z, GaussianMixture mixture, int seed, CancellationToken cancel = default)
    {
        var samples = new SampleBlocks(z, SampleBlocks.Choose(z, MostSamples, new Random(seed)));
        return new MixtureFit(samples, cancel).Run(mixture, mixture.Gaussians[0].Full, RefitRounds);
    }

    private GaussianMixture Run(GaussianMixture mixture, bool full, int rounds)
    {
        double previous = double.NegativeInfinity;
        for (int i = 0; i < rounds; i++)
        {
            _cancel.ThrowIfCancellationRequested();
            MixtureSums sums = Pass(mixture);
            mixture = Maximise(sums, mixture.Gaussians[0].Full, full);
            double likelihood = sums.LogLikelihood / _samples.Count;
            if (likelihood - previous < Tolerance && i > 1)
                break;
            previous = likelihood;
        }

        return mixture;
    }

    private MixtureSums Pass(GaussianMixture mixture)
    {
        var sums = new MixtureSums[Chunks];
        Parallel.For(0, Chunks, chunk =>
        {
            sums[chunk] = new MixtureSums(mixture.Components, _samples.Dimensions);
            for (int block = chunk * _samples.Blocks / Chunks; block < (chunk + 1) * _samples.Blocks / Chunks; block++)
                sums[chunk].Add(_samples, block, mixture);
        });
        foreach (MixtureSums other in sums.Skip(1))
            sums[0].Add(other);
        return sums[0];
    }

    /// <summary>The likeliest mixture for these responsibilities. Sums of a diagonal mixture hold no more than variances.</summary>
    private GaussianMixture Maximise(MixtureSums sums, bool summedFull, bool full)
    {
        int d = _samples.Dimensions;
        var (weights, means, gaussians) = (new double[sums.Weight.Length], new double[sums.Weight.Length][], new Gaussian[sums.Weight.Length]);
        for (int k = 0; k < weights.Length; k++)
        {
            double weight = Math.Max(sums.Weight[k], 1e-6);
            weights[k] = weight / _samples.Count;
            means[k] = sums.Weight[k] > 1e-6
                ? [.. sums.Sum[k].Select(s => s / weight)]
                : [.. Enumerable.Range(0, d).Select(i => (double)_samples.At(k * _samples.Count / weights.Length, i))]; // nobody's: any sample will do
            var covariance = new double[d * d];
            for (int i = 0, at = 0; i < d; i++)
            for (int j = summedFull ? 0 : i; j <= i; j++, at++)
            {
                double value = (sums.Products[k][at] / weight) - (means[k][i] * means[k][j]);
                covariance[(i * d) + j] = covariance[(j * d) + i] = i == j ? Math.Max(value, 0) : value;
            }

            gaussians[k] = Gaussian.From(means[k], Shrinkage.Oas(covariance, d, Math.Max(weight, 1)), full);
        }

        return new GaussianMixture(weights, means, gaussians);
    }
}
