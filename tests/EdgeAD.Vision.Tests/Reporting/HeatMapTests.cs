using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Tests.Reporting;

public class HeatMapTests
{
    private static readonly Picture Grey = new(80, 60, [.. Enumerable.Repeat((byte)100, 80 * 60 * 3)]);

    [Fact]
    public void OrdinaryCellsLeaveThePictureAlone()
    {
        Picture overlay = Draw([0f, 0f, 0f, 0f]);
        Assert.Equal((100, 100, 100), Pixel(overlay, 40, 30));
    }

    [Fact]
    public void UnusualCellsAreColoured()
    {
        Picture overlay = Draw([9f, 9f, 9f, 9f]);
        var (r, _, b) = Pixel(overlay, 40, 30);
        Assert.True(r > b + 40, "high scores are yellow");
    }

    [Fact]
    public void TheContourLiesWhereTheThresholdIsCrossed()
    {
        // From 2 on the left to 6 on the right: 4 lies in the middle between the cell centres.
        Picture overlay = Draw([2f, 6f, 2f, 6f]);
        int whitest = Enumerable.Range(10, 60).MaxBy(x => Pixel(overlay, x, 30) is var (r, g, b) ? Math.Min(r, Math.Min(g, b)) : 0);
        Assert.InRange(whitest, 39, 40);
    }

    [Fact]
    public void WhatTheModelDoesNotSeeIsDarkened()
    {
        Picture overlay = Draw([0f, 0f, 0f, 0f]);
        Assert.True(Pixel(overlay, 5, 30).R < 60);   // left of the centred square
        Assert.Equal(100, Pixel(overlay, 10, 30).R); // its first column
    }

    [Fact]
    public void NumbersThatAreNoneDoNotBreakIt()
    {
        Picture overlay = Draw([float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f]);
        Assert.Equal((80, 60), (overlay.Width, overlay.Height));
    }

    [Theory]
    [InlineData(100, 50, 320, 1024, 320, 160)]
    [InlineData(2048, 1024, 320, 1024, 1024, 512)]
    [InlineData(640, 480, 320, 1024, 640, 480)]
    [InlineData(3000, 1, 64, 256, 256, 1)]
    public void ScalingKeepsTheAspectRatioAndTheColour(int width, int height, int shortest, int longest, int w, int h)
    {
        var picture = new Picture(width, height, [.. Enumerable.Repeat((byte)77, width * height * 3)]);
        Picture scaled = PictureScaler.Fit(picture, shortest, longest);
        Assert.Equal((w, h), (scaled.Width, scaled.Height));
        Assert.All(scaled.Rgb, value => Assert.Equal(77, value));
    }

    private static Picture Draw(float[] cells) => HeatMap.Overlay(Grey, new Score(0, cells, 2, 2, 0), new HeatScale(4), new InputView(96, 96));

    private static (int R, int G, int B) Pixel(Picture picture, int x, int y)
    {
        int at = 3 * (y * picture.Width + x);
        return (picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]);
    }
}
