using EdgeAD.Vision.Density;

namespace EdgeAD.Vision.Tests.Density;

public sealed class GaussianTests
{
    [Theory]
    [InlineData(2, -0.22579135264472744)] // mean 2, variance 1/4: -log(2 pi) / 2 + log 2 = -0.91893853 + 0.69314718
    [InlineData(3, -2.2257913526447274)] // two deviations away: 2 less
    [InlineData(1, -2.2257913526447274)]
    public void One_dimension_equals_the_textbook(double x, double expected)
    {
        Assert.Equal(expected, Gaussian.From([2], [0.25], full: true).LogDensity([x]), 1e-12);
        Assert.Equal(expected, Gaussian.From([2], [0.25], full: false).LogDensity([x]), 1e-12);
    }

    [Theory]
    // Covariance [[2, 0.6], [0.6, 1]], determinant 1.64, inverse [[1, -0.6], [-0.6, 2]] / 1.64, mean (1, -1); -log(2 pi) - log(1.64) / 2 = -2.08522519
    [InlineData(1, -1, 0)]
    [InlineData(2, -1, 1 / 1.64)]
    [InlineData(1, 0, 2 / 1.64)]
    [InlineData(3, 1, (4 - 2.4 - 2.4 + 8) / 1.64)]
    public void Two_dimensions_equal_the_textbook(double x, double y, double squaredDistance)
    {
        Gaussian full = Gaussian.From([1, -1], [2, 0.6, 0.6, 1], full: true);
        Assert.Equal(-2.0852251873 - (squaredDistance / 2), full.LogDensity([x, y]), 1e-9);

        // The diagonal alone: -log(2 pi) - log(2) / 2.
        Gaussian diagonal = Gaussian.From([1, -1], [2, 0.6, 0.6, 1], full: false);
        Assert.Equal(-1.8378770664 - 0.3465735903 - (((x - 1) * (x - 1) / 4) + ((y + 1) * (y + 1) / 2)), diagonal.LogDensity([x, y]), 1e-9);
    }

    [Fact]
    public void The_whitening_matrix_inverts_the_covariance()
    {
        const int d = 9;
        var random = new Random(3);
        double[,] factor = new double[d, d];
        for (int i = 0; i < d; i++)
        for (int j = 0; j <= i; j++)
            factor[i, j] = i == j ? 0.5 + random.NextDouble() : random.NextDouble() - 0.5;
        var covariance = new double[d * d];
        for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++)
        for (int k = 0; k < d; k++)
            covariance[(i * d) + j] += factor[i, k] * factor[j, k];

        double[] packed = Gaussian.From(new double[d], covariance, full: true).Whiten;
        double W(int i, int j) => j <= i ? packed[(i * (i + 1) / 2) + j] : 0;
        for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++)
        {
            double sum = 0; // W covariance W' = identity
            for (int a = 0; a < d; a++)
            for (int b = 0; b < d; b++)
                sum += W(i, a) * covariance[(a * d) + b] * W(j, b);
            Assert.Equal(i == j ? 1 : 0, sum, 1e-9);
        }
    }

    [Theory]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(1, 0, double.PositiveInfinity)]
    public void Numbers_that_are_none_are_refused(double a, double b, double c) =>
        Assert.Throws<ArgumentException>(() => Gaussian.From([1, 2], [a, b, b, c], full: true));

    [Theory]
    [InlineData(0, 0, 0)] // no variance at all
    [InlineData(1, 1, 1)] // perfectly correlated
    [InlineData(1, 1.0000001, 1)] // and a little beyond by rounding
    [InlineData(4, 0, 0)]
    [InlineData(1e-6, 0, 1e6)]
    public void A_singular_covariance_still_gives_a_density(double a, double b, double c)
    {
        foreach (bool full in (bool[])[true, false])
        {
            Gaussian gaussian = Gaussian.From([1, 2], [a, b, b, c], full);
            double at = gaussian.LogDensity([1, 2]), away = gaussian.LogDensity([1.5, 0]);
            Assert.True(double.IsFinite(at) && double.IsFinite(away) && at > away, $"{at} at the mean, {away} away from it");
        }
    }
}
