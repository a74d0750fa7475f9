using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Tests.Reporting;

public class ColorMapTests
{
    [Fact]
    public void LightnessRisesEvenly()
    {
        double[] lightness = [.. Enumerable.Range(0, 33).Select(i => Lightness(ColorMap.At(i / 32.0)))];
        double[] steps = [.. lightness.Zip(lightness.Skip(1), (a, b) => b - a)];
        Assert.All(steps, s => Assert.True(s > 0, "a higher score must look lighter"));
        Assert.True(steps.Max() < 3 * steps.Average(), $"largest step {steps.Max():0.00}, mean {steps.Average():0.00}");
    }

    [Fact]
    public void PositionsOutsideAreClamped()
    {
        Assert.Equal(ColorMap.At(0), ColorMap.At(-5));
        Assert.Equal(ColorMap.At(1), ColorMap.At(5));
        Assert.Equal(ColorMap.At(1), ColorMap.At(double.NaN));
    }

    // CIE L*, which is defined independently of the space that the map is made in.
    private static double Lightness((byte R, byte G, byte B) color)
    {
        double y = 0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);
        return y > 0.008856 ? 116 * Math.Cbrt(y) - 16 : 903.3 * y;
    }

    private static double Linear(byte value)
    {
        double v = value / 255.0;
        return v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);
    }
}
