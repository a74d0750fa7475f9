using EdgeAD.Vision.Evaluation;
using FsCheck.Xunit;

namespace EdgeAD.Vision.Tests.Evaluation;

public class ProportionTests
{
    // Worked out by hand from Wilson's formula; 1/10 and 10/100 also stand in common tables.
    [Theory]
    [InlineData(0, 10, 0.0, 0.27753)]
    [InlineData(1, 10, 0.01788, 0.40415)]
    [InlineData(5, 10, 0.23659, 0.76341)]
    [InlineData(10, 10, 0.72247, 1.0)]
    [InlineData(10, 100, 0.05523, 0.17437)]
    [InlineData(0, 1, 0.0, 0.79346)]
    public void WilsonInterval(int count, int total, double low, double high)
    {
        var share = new Proportion(count, total);
        Assert.Equal(low, share.Low!.Value, 4.5e-5);
        Assert.Equal(high, share.High!.Value, 4.5e-5);
    }

    [Fact]
    public void NothingObservedSaysNothing()
    {
        var share = new Proportion(0, 0);
        Assert.Null(share.Rate);
        Assert.Null(share.Low);
        Assert.Null(share.High);
    }

    [Property]
    public bool IntervalEnclosesTheShare(byte count, byte more)
    {
        var share = new Proportion(count, count + more);
        return share.Total == 0 || (share.Low <= share.Rate && share.Rate <= share.High && share.Low >= 0 && share.High <= 1);
    }

    [Property]
    public bool IntervalSolvesTheScoreEquation(byte count, byte more)
    {
        // The defining property: at the ends, the observed share lies 1.96 standard errors of the assumed rate away.
        var share = new Proportion(count + 1, count + more + 2);
        return new[] { share.Low!.Value, share.High!.Value }.All(p =>
            Math.Abs(Math.Abs(share.Rate!.Value - p) - 1.959963984540054 * Math.Sqrt(p * (1 - p) / share.Total)) < 1e-9);
    }
}
