using EdgeAD.Vision.Density;

namespace EdgeAD.Vision.Tests.Density;

public sealed class MomentsTests
{
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 1, 0)]
    [InlineData(50, 3, 0)]
    [InlineData(50, 8, 1e6)] // a large mean costs no precision
    [InlineData(200, 17, -1e7)]
    public void Mean_and_covariance_equal_the_definition(int count, int dimensions, double centre)
    {
        var random = new Random(count);
        double[][] vectors = [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(i => centre + (i * random.NextDouble()) + random.NextDouble()).ToArray())];
        double[] weights = [.. vectors.Select(_ => random.NextDouble() + 0.1)];
        var moments = new Moments(dimensions);
        for (int i = 0; i < count; i++)
            moments.Add(vectors[i], weights[i]);

        double total = weights.Sum();
        double[] mean = moments.Mean(), covariance = moments.Covariance();
        Assert.Equal(total, moments.Weight, 1e-9);
        for (int a = 0; a < dimensions; a++)
        {
            double expected = vectors.Select((v, i) => weights[i] * (v[a] - centre)).Sum() / total;
            Assert.Equal(expected, mean[a] - centre, 1e-7);
            for (int b = 0; b < dimensions; b++)
            {
                double other = vectors.Select((v, i) => weights[i] * (v[b] - centre)).Sum() / total;
                double product = vectors.Select((v, i) => weights[i] * (v[a] - centre - expected) * (v[b] - centre - other)).Sum() / total;
                Assert.Equal(product, covariance[(a * dimensions) + b], 1e-7);
            }
        }
    }

    [Fact]
    public void Float_vectors_count_like_double_ones()
    {
        var floats = new Moments(2);
        var doubles = new Moments(2);
        foreach ((float a, float b) in ((float, float)[])[(1, 2), (3, -1), (0.5f, 8)])
        {
            floats.Add([a, b]);
            doubles.Add([(double)a, b]);
        }

        Assert.Equal(doubles.Mean(), floats.Mean());
        Assert.Equal(doubles.Covariance(), floats.Covariance());
        Assert.Equal(3, floats.Weight);
    }
}
