namespace EdgeAD.Vision.Density;

/// <summary>Where expectation maximisation starts.</summary>
internal static class MixtureStart
{
    /// <summary>k-means++ centres (Arthur, Vassilvitskii 2007); every sample belongs to the nearest.</summary>
    public static GaussianMixture From(SampleBlocks samples, int components, Random random)
    {
        int n = samples.Count;
        var nearest = new double[n];
        var owner = new int[n];
        Array.Fill(nearest, double.PositiveInfinity);
        int chosen = random.Next(n);
        for (int k = 0; k < components; k++)
        {
            double total = 0;
            for (int i = 0; i < n; i++)
            {
                double distance = SquaredDistance(samples, i, chosen);
                if (distance < nearest[i])
                    (nearest[i], owner[i]) = (distance, k);
                total += nearest[i];
            }

            double at = random.NextDouble() * total;
            for (chosen = 0; chosen < n - 1 && (at -= nearest[chosen]) > 0;)
                chosen++;
        }

        return Owned(samples, owner, components);
    }

    /// <summary>Diagonal Gaussians of the samples that each component owns.</summary>
    private static GaussianMixture Owned(SampleBlocks samples, int[] owner, int components)
    {
        int d = samples.Dimensions;
        var (count, sum, squares) = (new double[components], new double[components * d], new double[components * d]);
        for (int s = 0; s < owner.Length; s++)
        {
            count[owner[s]]++;
            for (int i = 0; i < d; i++)
            {
                double value = samples.At(s, i);
                sum[(owner[s] * d) + i] += value;
                squares[(owner[s] * d) + i] += value * value;
            }
        }

        var (weights, means, gaussians) = (new double[components], new double[components][], new Gaussian[components]);
        for (int k = 0; k < components; k++)
        {
            double weight = Math.Max(count[k], 1);
            double[] mean = [.. Enumerable.Range(0, d).Select(i => sum[(k * d) + i] / weight)];
            var covariance = new double[d * d];
            for (int i = 0; i < d; i++)
                covariance[(i * d) + i] = Math.Max((squares[(k * d) + i] / weight) - (mean[i] * mean[i]), 0);
            (weights[k], means[k]) = (weight / owner.Length, mean);
            gaussians[k] = Gaussian.From(mean, Shrinkage.Oas(covariance, d, weight), full: false);
        }

        return new GaussianMixture(weights, means, gaussians);
    }

    private static double SquaredDistance(SampleBlocks samples, int a, int b)
    {
        double sum = 0;
        for (int i = 0; i < samples.Dimensions; i++)
        {
            double difference = samples.At(a, i) - samples.At(b, i);
            sum += difference * difference;
        }

        return sum;
    }
}
