using EdgeAD.Vision.Density;
using MathNet.Numerics.LinearAlgebra;

namespace EdgeAD.Vision.Tests.Density;

public sealed class ShrinkageTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Oas_equals_the_formula_of_Chen_et_al(double n)
    {
        // rho = ((1 - 2/p) tr(S^2) + tr(S)^2) / ((n + 1 - 2/p) (tr(S^2) - tr(S)^2 / p)); (1 - rho) S + rho tr(S)/p I
        double[] s = [4, 1, 0.5, 1, 2, -0.3, 0.5, -0.3, 1];
        Matrix<double> matrix = Matrix<double>.Build.Dense(3, 3, s);
        double traceOfSquare = (matrix * matrix).Trace(), trace = matrix.Trace();
        double rho = Math.Min(1, (((1 - (2 / 3.0)) * traceOfSquare) + (trace * trace)) / ((n + 1 - (2 / 3.0)) * (traceOfSquare - (trace * trace / 3))));
        Matrix<double> expected = ((1 - rho) * matrix) + (rho * trace / 3 * Matrix<double>.Build.DenseIdentity(3));
        double[] actual = Shrinkage.Oas([.. s], 3, n);
        for (int i = 0; i < 9; i++)
            Assert.Equal(expected[i / 3, i % 3] + (i % 4 == 0 ? 1e-4 : 0), actual[i], 1e-12); // and the floor of 1e-4 on the diagonal
        Assert.True(n > 3 ? rho < 0.9 : rho > 0.5, $"rho {rho}: the cases differ");
    }

    [Fact]
    public void Many_samples_shrink_little_and_a_multiple_of_the_identity_not_at_all()
    {
        double[] actual = Shrinkage.Oas([4, 1, 1, 2], 2, 1e9);
        Assert.Equal(4, actual[0], 1e-3);
        Assert.Equal(1, actual[1], 1e-3);
        Assert.Equal([3.0001, 0, 0, 3.0001], Shrinkage.Oas([3, 0, 0, 3], 2, 5));
    }

    [Theory]
    [InlineData(1, 0)] // one picture says nothing about variance
    [InlineData(5, 0.5)]
    [InlineData(13, 0.75)]
    public void A_cell_s_own_covariance_counts_as_much_as_its_samples(double samples, double own)
    {
        double[] actual = Shrinkage.Towards([2, 0, 0, 2], [1, 0.5, 0.5, 1], samples, prior: 4);
        Assert.Equal((2 * own) + (1 - own) + 1e-4, actual[0], 1e-12);
        Assert.Equal(0.5 * (1 - own), actual[1], 1e-12);
    }
}
