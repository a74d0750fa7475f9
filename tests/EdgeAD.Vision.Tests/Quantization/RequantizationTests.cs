using System.Numerics;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Tests.Quantization;

public sealed class RequantizationTests
{
    public static TheoryData<double> Factors
    {
        get
        {
            var data = new TheoryData<double>
            {
                1 / 3.0, 0.0235, Math.PI, Math.BitDecrement(1), Math.BitIncrement(1), Math.BitDecrement(0.5), 1 - Math.ScaleB(1, -32), 1 - Math.ScaleB(1, -31), 12345678.9,
            };
            for (int e = -31; e < 30; e++)
                data.Add(Math.ScaleB(1, e));
            var random = new Random(1);
            for (int i = 0; i < 200; i++)
                data.Add(Math.ScaleB(1 + random.NextDouble(), random.Next(-31, 29)));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Factors), DisableDiscoveryEnumeration = true)]
    public void A_factor_is_the_nearest_multiplier_and_shift(double factor)
    {
        Requantization r = Requantization.Of(factor);
        Assert.InRange(r.Multiplier, 1 << 30, int.MaxValue);

        // Exactly, over the denominator 2^200: |multiplier * 2^(shift - 31) - factor| is at most half a unit of the multiplier.
        BigInteger given = Exact(factor), represented = (BigInteger)r.Multiplier << (200 + r.Shift - 31), half = BigInteger.One << (200 + r.Shift - 32);
        Assert.True(BigInteger.Abs(represented - given) <= half, $"{factor:R} became {r}");
    }

    [Theory]
    [InlineData(1.0, 1 << 30, 1)]
    [InlineData(0.5, 1 << 30, 0)]
    [InlineData(0.75, 3 << 29, 0)]
    [InlineData(2.3283064365386963e-10, 1 << 30, -31)] // 2^-32, the smallest
    [InlineData(1.1641532182693481e-10, 0, 0)] // 2^-33
    [InlineData(5e-324, 0, 0)]
    [InlineData(0.0, 0, 0)]
    public void Known_factors_have_known_codes(double factor, int multiplier, int shift) =>
        Assert.Equal(new Requantization(multiplier, (sbyte)shift), Requantization.Of(factor));

    [Fact]
    public void Just_below_a_power_of_two_carries_into_the_shift() =>
        Assert.Equal(Requantization.Of(1), Requantization.Of(Math.BitDecrement(1)));

    [Theory]
    [InlineData(-1e-9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1073741824.0)]
    public void Impossible_factors_are_refused(double factor) => Assert.Throws<ArgumentOutOfRangeException>(() => Requantization.Of(factor));

    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value), fraction = bits & ((1L << 52) - 1);
        int exponent = (int)(bits >> 52 & 0x7FF); // all factors here are normal
        BigInteger whole = (1L << 52) | fraction;
        int shift = 200 + exponent - 1075;
        return shift >= 0 ? whole << shift : whole >> -shift;
    }
}
