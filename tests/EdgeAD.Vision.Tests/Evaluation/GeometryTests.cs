using EdgeAD.Schema;
using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Tests.Evaluation;

public class GeometryTests
{
    [Theory]
    [InlineData(512, 384, 96, 96, 64, 0, 384, 384)]
    [InlineData(384, 512, 96, 96, 0, 64, 384, 384)]
    [InlineData(100, 100, 96, 96, 0, 0, 100, 100)]
    [InlineData(640, 480, 160, 120, 0, 0, 640, 480)]
    [InlineData(640, 640, 160, 120, 0, 80, 640, 480)]
    [InlineData(1, 500, 96, 96, 0, 249, 1, 1)]
    public void CropIsTheLargestCentredRectangle(int width, int height, int inputWidth, int inputHeight, int x, int y, int w, int h)
    {
        Assert.Equal(new CropGeometry(x, y, w, h), new InputView(inputWidth, inputHeight).In(width, height));
    }

    [Fact]
    public void StretchSeesTheWholePicture()
    {
        Assert.Equal(new CropGeometry(0, 0, 640, 480), new InputView(96, 96, Fit.Stretch).In(640, 480));
    }

    [Fact]
    public void InterpolationMeetsCellCentresAndStaysFlatOutside()
    {
        var score = new Score(0, [0f, 4f, 8f, 12f], 2, 2, 0);
        float[] map = AnomalyMap.Interpolate(score, 8, 8);
        // Cell centres lie at pixel coordinate 1.5 and 5.5, between pixels: the corners are outside and constant.
        Assert.Equal(0f, map[0]);
        Assert.Equal(0f, map[9]);
        Assert.Equal(12f, map[63]);
        Assert.Equal(0.5f, map[2], 5);                        // x = 2: one eighth of the way from 0 to 4
        Assert.Equal(6f, (map[3 * 8 + 3] + map[4 * 8 + 4]) / 2, 5); // centre of all four
    }

    [Fact]
    public void InterpolationOfOneCellIsConstant()
    {
        Assert.All(AnomalyMap.Interpolate(new Score(0, [3f], 1, 1, 0), 5, 4), s => Assert.Equal(3f, s));
    }

    [Fact]
    public void RegionsTouchAtCorners()
    {
        string[] picture =
        [
            "#...#",
            ".#..#",
            ".....",
            "##.#.",
        ];
        var mask = new Mask(5, 4, [.. string.Concat(picture).Select(c => c == '#')]);
        var (labels, areas) = ConnectedRegions.Label(mask, new CropGeometry(0, 0, 5, 4));
        Assert.Equal([13, 2, 2, 2, 1], areas);
        Assert.Equal(labels[0], labels[6]);
    }

    [Fact]
    public void RegionsAreCutByTheCrop()
    {
        var mask = new Mask(5, 1, [true, true, false, false, true]);
        var (labels, areas) = ConnectedRegions.Label(mask, new CropGeometry(1, 0, 3, 1));
        Assert.Equal([1, 0, 0], labels);
        Assert.Equal([2, 1], areas);
    }
}
