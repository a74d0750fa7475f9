using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Tests.Packing;

public sealed class FixedPointScaleTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.99999999999)]
    [InlineData(1.0 / 3)]
    [InlineData(12345.678)]
    [InlineData(1e-9)]
    [InlineData(5e8)]
    public void A_factor_keeps_thirty_bits(double value)
    {
        FixedPointScale scale = FixedPointScale.From(value);
        Assert.Equal(1, scale.Value / value, 1e-9);
        Assert.InRange(scale.Shift, 1, 62);
        Assert.True(scale.Multiplier > 0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1e-30, 0)]
    [InlineData(1e30, 1073741823.5)]
    public void What_cannot_be_a_factor_becomes_the_nearest(double value, double expected)
    {
        FixedPointScale scale = FixedPointScale.From(value);
        Assert.Equal(expected, scale.Value);
        Assert.InRange(scale.Shift, 1, 62);
    }

    [Fact]
    public void Tiny_factors_lose_bits_but_not_their_size() => Assert.Equal(1, FixedPointScale.From(Math.ScaleB(1.7, -50)).Value / Math.ScaleB(1.7, -50), 1e-3);
}
