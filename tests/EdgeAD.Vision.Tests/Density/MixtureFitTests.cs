using System.Text.Json;
using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Tests.Density;

public sealed class MixtureFitTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Two_clusters_are_found_again(bool full, int seed)
    {
        (CellFeatures z, double truth) = TwoClusters(seed);
        GaussianMixture mixture = MixtureFit.Fit(z, 2, full, seed);
        Assert.Equal(2, mixture.Components);

        (double[] Mean, double Weight)[] found = [.. mixture.Means.Zip(mixture.Weights).OrderBy(c => c.First[0])];
        Assert.Equal(-4, found[0].Mean[0], 0.15);
        Assert.Equal(1, found[0].Mean[1], 0.15);
        Assert.Equal(3, found[1].Mean[0], 0.15);
        Assert.Equal(-2, found[1].Mean[1], 0.15);
        Assert.Equal(0.3, found[0].Weight, 0.03);
        Assert.Equal(0.7, found[1].Weight, 0.03);

        double fitted = Enumerable.Range(0, z.Pictures.Count).Average(p => Enumerable.Range(0, z.Cells).Average(c => mixture.LogDensity(Widen(z.At(p, c)))));
        output.WriteLine(FormattableString.Invariant($"mean log likelihood {fitted:f4}, of the true mixture {truth:f4}"));
        Assert.True(fitted >= truth - 0.01, $"{fitted} against {truth}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_textbook_finds_the_same_mixture(int seed)
    {
        // Golden values of tests/vectors/mixture_golden.py, which shares nothing with the fit.
        using Stream file = typeof(MixtureFitTests).Assembly.GetManifestResourceStream("mixture.json")!;
        using JsonDocument golden = JsonDocument.Parse(file);
        double[][] Rows(JsonElement e) => [.. e.EnumerateArray().Select(r => r.EnumerateArray().Select(v => v.GetDouble()).ToArray())];
        double[][] samples = Rows(golden.RootElement.GetProperty("samples")), means = Rows(golden.RootElement.GetProperty("means"));
        double[] weights = [.. golden.RootElement.GetProperty("weights").EnumerateArray().Select(v => v.GetDouble())];
        double[][][] covariances = [.. golden.RootElement.GetProperty("covariances").EnumerateArray().Select(Rows)];

        GaussianMixture mixture = MixtureFit.Fit(new CellFeatures([.. samples.Select(s => Array.ConvertAll(s, v => (float)v))], 1, 3), 3, full: true, seed);
        double likelihood = samples.Average(s => mixture.LogDensity(s));
        Assert.Equal(golden.RootElement.GetProperty("log_likelihood").GetDouble(), likelihood, 2e-3);
        for (int k = 0; k < 3; k++)
        {
            int same = Enumerable.Range(0, 3).MinBy(j => mixture.Means[j].Zip(means[k], (a, b) => Math.Abs(a - b)).Sum());
            Assert.Equal(weights[k], mixture.Weights[same], 0.005);
            Assert.All(means[k].Zip(mixture.Means[same]), m => Assert.Equal(m.First, m.Second, 0.02));
            Gaussian textbook = Gaussian.From(means[k], [.. covariances[k].SelectMany(r => r)], full: true);
            Assert.All(textbook.Whiten.Zip(mixture.Gaussians[same].Whiten), w => Assert.Equal(w.First, w.Second, 0.05));
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers()
    {
        CellFeatures z = TwoClusters(5).Z;
        DensitySpec first = MixtureFit.Fit(z, 4, full: true, 9).ToSpec(), again = MixtureFit.Fit(z, 4, full: true, 9).ToSpec();
        Assert.Equal(first.Constants, again.Constants);
        Assert.Equal(first.Whiten, again.Whiten);
        Assert.Equal(first.Bias, again.Bias);
        Assert.Equal(first.Scale, again.Scale);
    }

    [Theory]
    [InlineData(1, 3, 1)] // three samples: one component
    [InlineData(2, 12, 2)]
    [InlineData(10, 30, 8)]
    public void Few_samples_get_few_components(int pictures, int cells, int expected)
    {
        var random = new Random(1);
        var z = new CellFeatures([.. Enumerable.Range(0, pictures).Select(_ => Enumerable.Range(0, cells * 3).Select(_ => random.NextSingle()).ToArray())], cells, 3);
        Assert.Equal(expected, MixtureFit.Fit(z, 8, full: true, 0).Components);
    }

    [Fact]
    public void Identical_samples_give_finite_numbers()
    {
        var z = new CellFeatures([.. Enumerable.Range(0, 10).Select(_ => Enumerable.Repeat(0.25f, 40).ToArray())], 10, 4);
        DensitySpec shared = MixtureFit.Fit(z, 4, full: true, 0).ToSpec(), perCell = PerCellFit.Fit(z, 2, new DensityOptions());
        foreach (DensitySpec density in (DensitySpec[])[shared, perCell])
        {
            Assert.All((float[])[.. density.Constants, .. density.Scale], v => Assert.True(float.IsFinite(v)));
            Assert.True(DoubleDensity.Log(density, 0, [32, 32, 32, 32]) > DoubleDensity.Log(density, 0, [128, 32, 32, 32]));
        }
    }

    [Fact]
    public void A_cell_of_its_own_is_judged_by_its_own_mean()
    {
        var random = new Random(4);
        var z = new CellFeatures([.. Enumerable.Range(0, 60).Select(_ => (float[])[random.NextSingle(), random.NextSingle(), 20 + random.NextSingle(), random.NextSingle()])], 2, 2);
        DensitySpec density = PerCellFit.Fit(z, 1, new DensityOptions());
        Assert.Equal((Scope.PerCell, 2), (density.Scope, density.Constants.Length));
        double right = DoubleDensity.Log(density, 1, [2624, 64]), wrong = DoubleDensity.Log(density, 0, [2624, 64]);
        Assert.True(right > -3 && wrong < -1000, $"{right} and {wrong}");
    }

    private static double[] Widen(ReadOnlySpan<float> x) => Array.ConvertAll(x.ToArray(), v => (double)v);

    /// <summary>Weights 0.3 and 0.7; independent coordinates of deviations (0.5, 1) and (1, 0.7). Also the true mean log likelihood.</summary>
    private static (CellFeatures Z, double Truth) TwoClusters(int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        static double Density(double x, double mean, double deviation) => Math.Exp(-(x - mean) * (x - mean) / (2 * deviation * deviation)) / (deviation * Math.Sqrt(2 * Math.PI));
        const int pictures = 40, cells = 50;
        double truth = 0;
        float[][] all = [.. Enumerable.Range(0, pictures).Select(_ => new float[2 * cells])];
        for (int i = 0; i < pictures * cells; i++)
        {
            bool first = random.NextDouble() < 0.3;
            double x = first ? -4 + (0.5 * Normal()) : 3 + Normal(), y = first ? 1 + Normal() : -2 + (0.7 * Normal());
            (all[i / cells][2 * (i % cells)], all[i / cells][(2 * (i % cells)) + 1]) = ((float)x, (float)y);
            truth += Math.Log((0.3 * Density(x, -4, 0.5) * Density(y, 1, 1)) + (0.7 * Density(x, 3, 1) * Density(y, -2, 0.7))) / (pictures * cells);
        }

        return (new CellFeatures(all, cells, 2), truth);
    }
}
