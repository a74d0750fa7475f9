using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Cost;

namespace EdgeAD.Vision.Tests.Cost;

/// <summary>The cost model on counts that obey known coefficients.</summary>
public sealed class CostModelTests
{
    private static readonly ConversionCost[] Conversions = [.. Enumerable.Range(4, 40).SelectMany(i => (ConversionCost[])[new(8 * i, 3, 1e6 + (8e3 * i)), new(8 * i, 1, 5e5)])];

    [Fact]
    public void Costs_that_follow_the_terms_are_told_exactly_for_models_left_out()
    {
        CostSample[] samples = Samples(24);
        Assert.All(CostModel.CrossValidate(samples, Conversions), e => Assert.InRange(e, -0.002, 0.002));
        Assert.All(CostModel.CrossValidateMemory(samples), e => Assert.InRange(e, -0.002, 0.002));
    }

    [Fact]
    public void A_model_that_costs_twice_what_its_kind_does_is_told_half()
    {
        CostSample[] samples = Samples(24);
        samples[7] = samples[7] with { Camera = 2 * samples[7].Camera };
        IReadOnlyList<double> errors = CostModel.CrossValidate(samples, Conversions);
        Assert.InRange(errors[7], -0.502, -0.498);
    }

    [Fact]
    public void A_kind_that_was_never_counted_costs_what_the_nearest_does()
    {
        CostModel model = CostModel.Fit(Samples(24), Conversions);
        LayerFigure known = Layer("pointwise", 12, 16, 96, "shift"), exact = known with { Requantisation = "exact" };
        Assert.Equal(model.Layer(known), model.Layer(exact));
        Assert.Throws<ArgumentException>(() => model.Layer(known with { Op = "convolution7x7" }));
    }

    [Theory]
    [InlineData(96, 3, 1e6 + 96e3)]
    [InlineData(100, 3, 1e6 + 100e3)]
    [InlineData(20, 1, 5e5)]
    [InlineData(688, 1, 2e6)]
    public void Conversion_is_looked_up(double side, int channels, double expected) => Assert.Equal(expected, ConversionCost.Of(Conversions, side, channels), 1e-6);

    private static CostSample[] Samples(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i => Sample($"m{i}", 8 * random.Next(5, 30), i % 3 == 0 ? 1 : 3, 8 * random.Next(1, 5), random))];
    }

    private static CostSample Sample(string name, int side, int channels, int dimensions, Random random)
    {
        int rows = side / 2, cells = side * side / 64;
        LayerFigure[] layers =
        [
            Priced(Layer("conv3x3", rows / 8 * 8, channels, 16, "shift") with { Stride = 2 }), Priced(Layer("depthwise3x3", rows, 16, 16, "shift")),
            Priced(Layer("pointwise", rows, 16, 16 * random.Next(1, 12), "shift")), Priced(Layer("add", rows, 16, 16, "shift")),
            Priced(Layer("pointwise", rows / 2, 16 * random.Next(1, 9), 16 * random.Next(1, 9), "shift")),
        ];
        var shape = new ModelShape
        {
            InputPixels = side * side, InputChannels = channels, Cells = cells, PooledValues = 0, Features = 96, Projected = dimensions, Dimensions = dimensions,
            Gaussians = random.Next(1, 17), FullCovariance = true, Smoothed = false, EngineBytes = 20000 + (100 * side), Layers = layers,
        };
        double gaussians = (double)cells * shape.Gaussians, head = 5000 + (300.0 * cells) + (9 * gaussians * shape.WhiteningMacs);
        double rest = 2000 + (600.0 * layers.Sum(l => l.Rows)) + (4.0 * side * side * channels);
        return new CostSample(name, shape, head, ConversionCost.Of(Conversions, side, channels) + layers.Sum(l => l.Value) + head + rest, shape.EngineBytes + layers.Sum(l => l.PackedBytes));
    }

    private static LayerFigure Layer(string op, int rows, int from, int to, string requantisation) => new(op, rows, rows, from, to, 1, requantisation, 0, 0);

    private static LayerFigure Priced(LayerFigure l)
    {
        double pixels = (double)l.Rows * l.Columns;
        return l.Op switch
        {
            "add" => l with { Value = (20 * l.Rows) + (0.5 * pixels * l.Out) },
            "depthwise3x3" => l with { Value = (80 * l.Rows) + (1.5 * pixels * l.Out) },
            _ => l with { Value = (50 * l.Rows) + (7 * pixels) + (0.25 * l.Macs), PackedBytes = 64 + (l.Op == "conv3x3" ? 9 : 1) * l.In * l.Out },
        };
    }
}
