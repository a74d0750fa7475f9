using EdgeAD.Device;

namespace EdgeAD.Core.Tests.Device;

/// <summary>The threshold learned on site.</summary>
public sealed class TeachInTests
{
    /// <summary>Over many runs, the share of fresh good parts above the threshold is near what was asked for.</summary>
    [Theory]
    [InlineData(200, 0.01)]
    [InlineData(1000, 0.001)]
    public void Leaves_the_wanted_share_of_good_parts_behind(int parts, double rate)
    {
        var random = new Random(7);
        double rejected = 0;
        const int runs = 400;
        for (int run = 0; run < runs; run++)
        {
            var teachIn = new TeachIn();
            Assert.True(teachIn.Start(parts, (long)(rate * 1e6)));
            while (teachIn.Running)
                teachIn.Add((float)(3 - 2 * Math.Log(1 - random.NextDouble())));
            rejected += Math.Exp(-(teachIn.Threshold() - 3) / 2); // the share of this exponential above the threshold
        }

        Assert.InRange(rejected / runs, rate * 0.7, rate * 1.6);
    }

    [Fact]
    public void Scores_that_are_no_numbers_are_left_out()
    {
        var teachIn = new TeachIn();
        teachIn.Start(20, 1000);
        teachIn.Add(float.NaN);
        teachIn.Add(float.PositiveInfinity);
        Assert.Equal((0, 2), (teachIn.Count, teachIn.Refused));
    }

    [Fact]
    public void Equal_scores_give_that_score()
    {
        var teachIn = new TeachIn();
        teachIn.Start(20, 1000);
        for (int i = 0; i < 20; i++)
            teachIn.Add(4);
        Assert.True(teachIn.Done);
        Assert.Equal(4f, teachIn.Threshold());
    }

    [Theory]
    [InlineData(19, 1000)]
    [InlineData(1001, 1000)]
    [InlineData(20, 99)]
    [InlineData(20, 200_001)]
    public void Numbers_outside_their_range_are_refused(int parts, long rate) => Assert.False(new TeachIn().Start(parts, rate));
}
