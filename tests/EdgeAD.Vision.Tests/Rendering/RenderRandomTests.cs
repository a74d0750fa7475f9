using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Tests.Rendering;

public sealed class RenderRandomTests
{
    [Fact]
    public void Streams_of_neighbouring_keys_have_nothing_in_common()
    {
        double[] a = [.. Enumerable.Range(0, 4000).Select(k => (double)new RenderRandom(1, k).NextFloat())];
        double mean = a.Average();
        double lag = a.Skip(1).Zip(a, (x, y) => (x - mean) * (y - mean)).Average() / a.Average(x => (x - mean) * (x - mean));
        Assert.InRange(mean, 0.48, 0.52);
        Assert.InRange(lag, -0.06, 0.06);
        Assert.NotEqual(new RenderRandom(1, 2).NextUInt(), new RenderRandom(2, 1).NextUInt());
    }

    [Fact]
    public void Gaussian_numbers_have_mean_0_and_deviation_1()
    {
        var random = new RenderRandom(3);
        double[] a = [.. Enumerable.Range(0, 40_000).Select(_ => (double)random.NextGaussian())];
        Assert.InRange(a.Average(), -0.02, 0.02);
        Assert.InRange(a.Average(x => x * x), 0.97, 1.03);
    }

    [Fact]
    public void Noise_is_continuous_centred_and_differs_by_seed()
    {
        double sum = 0, squares = 0, product = 0;
        const int n = 20_000;
        var random = new RenderRandom(4);
        for (int i = 0; i < n; i++)
        {
            float x = random.Between(-50, 50), y = random.Between(-50, 50);
            float value = Noise.Gradient(x, y, 11);
            Assert.True(Math.Abs(value - Noise.Gradient(x + 1e-3f, y, 11)) < 0.02f);
            sum += value;
            squares += value * value;
            product += value * Noise.Gradient(x, y, 12);
        }

        Assert.InRange(sum / n, -0.02, 0.02);
        Assert.InRange(squares / n, 0.03, 0.5);
        Assert.InRange(product / squares, -0.08, 0.08);
    }
}
