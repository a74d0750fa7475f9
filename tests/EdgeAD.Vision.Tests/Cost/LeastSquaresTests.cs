using EdgeAD.Vision.Cost;

namespace EdgeAD.Vision.Tests.Cost;

public sealed class LeastSquaresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Coefficients_are_found_again(int seed)
    {
        var random = new Random(seed);
        double[] truth = [1e5, 40, 0, 0.25, 700];
        double[][] x = [.. Enumerable.Range(0, 30).Select(_ => (double[])[1, random.Next(1, 1000), random.Next(1, 50), random.Next(1, 2_000_000), random.Next(1, 90)])];
        double[] found = LeastSquares.Fit(x, [.. x.Select(row => row.Zip(truth, (a, b) => a * b).Sum())]);
        for (int t = 0; t < truth.Length; t++)
            Assert.Equal(truth[t], found[t], 1e-4 * Math.Max(truth[t], 1));
    }

    [Fact]
    public void A_term_that_would_have_to_be_negative_is_left_out()
    {
        double[][] x = [.. Enumerable.Range(1, 20).Select(i => (double[])[1, i])];
        double[] found = LeastSquares.Fit(x, [.. x.Select(row => 100 - (2 * row[1]))]);
        Assert.Equal(0, found[1]);
        Assert.InRange(found[0], 60, 98);
    }

    [Fact]
    public void Terms_that_repeat_each_other_predict_what_one_would()
    {
        double[][] x = [.. Enumerable.Range(1, 20).Select(i => (double[])[i, 2 * i, 0])];
        double[] found = LeastSquares.Fit(x, [.. x.Select(row => 6 * row[0])]);
        Assert.Equal(6, found[0] + (2 * found[1]), 1e-6);
        Assert.All(found, f => Assert.True(f >= 0));
    }

    [Fact]
    public void No_other_point_is_better()
    {
        var random = new Random(5);
        double[][] x = [.. Enumerable.Range(0, 25).Select(_ => (double[])[1, random.NextDouble(), random.NextDouble(), random.NextDouble()])];
        double[] y = [.. x.Select(row => 1 + row[1] - (0.4 * row[2]) + random.NextDouble())], found = LeastSquares.Fit(x, y);
        double Loss(double[] b) => x.Select((row, i) => (row.Zip(b, (v, c) => v * c).Sum() / y[i]) - 1).Sum(e => e * e);
        double least = Loss(found);
        for (int k = 0; k < 500; k++)
            Assert.True(Loss([.. found.Select(f => Math.Max(0, f + (0.1 * (random.NextDouble() - 0.5))))]) >= least - 1e-9);
    }
}
