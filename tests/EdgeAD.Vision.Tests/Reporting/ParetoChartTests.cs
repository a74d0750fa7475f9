using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Tests.Reporting;

public sealed class ParetoChartTests
{
    [Theory]
    [InlineData(0.1, 10, new[] { 0.1, 0.2, 0.5, 1, 2, 5, 10 })]
    [InlineData(0.205, 0.49, new[] { 0.3, 0.4 })] // between 0.2 and 0.5 there would be none
    [InlineData(0.9, 1.9, new[] { 0.9, 1 })]
    public void The_time_axis_has_round_numbers_however_narrow_it_is(double least, double most, double[] expected)
    {
        IReadOnlyList<double> ticks = ParetoChart.TimeTicks(Math.Log10(least) - 1e-9, Math.Log10(most) + 1e-9);
        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(expected.Zip(ticks), pair => Assert.Equal(pair.First, pair.Second, 9));
    }
}
