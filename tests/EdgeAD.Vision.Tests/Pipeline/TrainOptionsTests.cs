using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class TrainOptionsTests
{
    [Theory]
    [InlineData(nameof(TrainOptions.InputSize), "24", "--input 24")]
    [InlineData(nameof(TrainOptions.InputSize), "520", "--input 520")]
    [InlineData(nameof(TrainOptions.InputSize), "100", "--input 100")]
    [InlineData(nameof(TrainOptions.InputSize), "-96", "--input -96")]
    [InlineData(nameof(TrainOptions.TargetFalseRejectRate), "0", "--fpr 0")]
    [InlineData(nameof(TrainOptions.TargetFalseRejectRate), "0.5", "--fpr 0.5")]
    [InlineData(nameof(TrainOptions.TargetFalseRejectRate), "-0.01", "--fpr -0.01")]
    [InlineData(nameof(TrainOptions.TargetFalseRejectRate), "NaN", "--fpr NaN")]
    [InlineData(nameof(DensityOptions.Dimensions), "0", "--dims 0")]
    [InlineData(nameof(DensityOptions.Dimensions), "129", "--dims 129")]
    [InlineData(nameof(DensityOptions.Components), "0", "--components 0")]
    [InlineData(nameof(DensityOptions.Components), "65", "--components 65")]
    [InlineData(nameof(DensityOptions.Discard), "-1", "--discard -1")]
    [InlineData(nameof(DensityOptions.TopFraction), "-0.1", "--top -0.1")]
    [InlineData(nameof(DensityOptions.TopFraction), "1.1", "--top 1.1")]
    [InlineData(nameof(DensityOptions.TopFraction), "NaN", "--top NaN")]
    public void An_impossible_option_is_named(string property, string value, string named)
    {
        var options = new TrainOptions();
        object owner = typeof(TrainOptions).GetProperty(property) is null ? options.Density : options;
        var info = owner.GetType().GetProperty(property)!;
        info.SetValue(owner, Convert.ChangeType(value, info.PropertyType, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(named, Expect.Error(ErrorCode.InvalidOption, options.Validate).Message);
    }

    [Fact]
    public void The_defaults_and_the_ends_of_the_ranges_are_possible()
    {
        new TrainOptions().Validate();
        new TrainOptions { InputSize = 32, TargetFalseRejectRate = 1e-9, Density = new() { Dimensions = 1, Components = 1, TopFraction = 0 } }.Validate();
        new TrainOptions { InputSize = 512, TargetFalseRejectRate = 0.499, Density = new() { Dimensions = 128, Components = 64, TopFraction = 1 } }.Validate();
    }
}
