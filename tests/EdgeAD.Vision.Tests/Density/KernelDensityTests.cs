using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Tests.Quantization;

namespace EdgeAD.Vision.Tests.Density;

/// <summary>Scores of the C kernels against the same density in double precision.</summary>
public sealed class KernelDensityTests(ITestOutputHelper output)
{
    private const int Side = 6, Cells = Side * Side, Projected = 3;

    [Theory]
    [InlineData(Scope.Shared, Covariance.Full, 1, false, false, false)]
    [InlineData(Scope.Shared, Covariance.Full, 7, false, false, false)]
    [InlineData(Scope.Shared, Covariance.Full, 7, true, true, false)]
    [InlineData(Scope.Shared, Covariance.Diagonal, 5, false, true, false)]
    [InlineData(Scope.PerCell, Covariance.Full, 1, false, false, false)]
    [InlineData(Scope.PerCell, Covariance.Full, 1, false, false, true)]
    [InlineData(Scope.PerCell, Covariance.Full, 3, true, false, true)]
    [InlineData(Scope.PerCell, Covariance.Diagonal, 2, true, false, false)]
    public void Cell_and_image_scores_equal_double_precision(Scope scope, Covariance covariance, int components, bool smoothed, bool positions, bool reaches)
    {
        ModelContent model = Model(smoothed, positions);
        int d = model.Head.Dimensions;
        (DensitySpec density, Gaussian[] gaussians) = Random(scope, covariance, components, d, reaches);
        var calibration = new CalibrationSpec { CellCenter = 3.5f, CellScale = 0.25f, Aggregation = Aggregation.TopMean, TopCount = 4 };
        byte[] file = ModelWriter.Write(model with { Density = density, Calibration = calibration });
        double worst = 0, strayed = 0;
        using var engine = new Engine(file, "test");
        for (int seed = 0; seed < 5; seed++)
        {
            Frame frame = QuantizedMaps.Noise(seed, Side, Side);
            Score score = engine.Score(frame);
            sbyte[] features = engine.Features(frame);
            Assert.Equal(score.Cells, engine.Score(features).Cells);
            short[] z = engine.Seen(features);
            Assert.Equal((Side, Side), (score.GridRows, score.GridColumns));

            double[] expected = [.. Enumerable.Range(0, Cells).Select(c => (-DoubleDensity.Best(density, Side, Side, c, z.AsSpan(c * d, d)) - 3.5) * 0.25)];
            worst = Math.Max(worst, expected.Zip(score.Cells, (e, c) => Math.Abs(e - c) / (1 + Math.Abs(e))).Max());
            worst = Math.Max(worst, Math.Abs(expected.OrderDescending().Take(4).Average() - score.Image) / (1 + Math.Abs(score.Image)));
            if (components > 1 || reaches)
                continue;
            for (int c = 0; c < Cells; c++)
            {
                double[] unit = [.. z.AsSpan(c * d, d).ToArray().Select(v => v / HeadSpec.UnitDeviation)];
                double fitted = gaussians[scope == Scope.PerCell ? c : 0].LogDensity(unit);
                strayed = Math.Max(strayed, Math.Abs(fitted - DoubleDensity.Log(density, c, z.AsSpan(c * d, d))) / (1 + Math.Abs(fitted)));
            }
        }

        output.WriteLine(FormattableString.Invariant($"{scope} {covariance} x{components}: largest difference {worst:e1} of the kernels, {strayed:e1} of the integers, relative to 1 + |score|"));
        Assert.True(worst < 3e-6, $"kernels differ by {worst}");
        Assert.True(strayed < 1e-3, $"integers differ by {strayed}");
    }

    [Fact]
    public void Integer_weights_move_no_mean()
    {
        double[] mean = [20, -30.123, 3];
        Gaussian gaussian = Gaussian.From(mean, [0.013, 0.001, 0, 0.001, 0.02, 0, 0, 0, 5], full: true);
        var builder = new DensityBuilder(Scope.Shared, Covariance.Full, 1);
        builder.Add(gaussian, 0, mean);
        DensitySpec density = builder.Build();
        double[] found = new double[3];
        for (int i = 0, w = 0; i < 3; i++) // the rows are a triangle: solve from the top
        {
            double sum = density.Bias[i];
            for (int j = 0; j < i; j++)
                sum -= density.Whiten[w++] * found[j];
            found[i] = sum / density.Whiten[w++];
        }

        for (int i = 0; i < 3; i++)
            Assert.Equal(mean[i], found[i] / HeadSpec.UnitDeviation, 1e-5);
    }

    [Theory]
    [InlineData(1e-8)]
    [InlineData(1e-4)]
    [InlineData(1e8)]
    public void Any_covariance_fits_the_integers(double variance)
    {
        // Rows of 64 equal weights are the hardest for the 32-bit sums: the file must still open.
        const int d = 64;
        var random = new Random(1);
        var covariance = new double[d * d];
        for (int i = 0; i < d; i++)
        for (int j = 0; j < d; j++)
            covariance[(i * d) + j] = variance * (i == j ? 1.001 : 1);
        double[] mean = [.. Enumerable.Range(0, d).Select(_ => random.Next(2) == 0 ? 31.9 : -31.9)];
        var builder = new DensityBuilder(Scope.Shared, Covariance.Full, 1);
        builder.Add(Gaussian.From(mean, covariance, full: true), 0, mean, stretch: 0.1, offset: 5);
        ModelContent model = Model(false, false);
        sbyte[] projection = [.. Enumerable.Range(0, 4 * d).Select(_ => (sbyte)random.Next(-127, 128))];
        HeadSpec head = model.Head with { Projection = projection, Center = new int[d], Scale = [.. Enumerable.Repeat(FixedPointScale.From(0.01), d)] };
        using var engine = new Engine(ModelWriter.Write(model with { Head = head, Density = builder.Build() }), "test");
        Assert.All(engine.Score(QuantizedMaps.Noise(1, Side, Side)).Cells, c => Assert.False(float.IsNaN(c)));
    }

    [Fact]
    public void Features_are_the_projection_of_the_map()
    {
        ModelContent model = Model(false, false);
        Frame frame = QuantizedMaps.Noise(1, Side, Side);
        using var engine = new Engine(ModelWriter.Write(model), "test");
        sbyte[] map = engine.Tap(frame, 1)[0];
        Assert.Equal(map, engine.Features(frame));
        short[] z = engine.Seen(map);
        for (int i = 0; i < z.Length; i++)
        {
            int sum = -model.Head.Center[i % Projected];
            for (int c = 0; c < 4; c++)
                sum += model.Head.Projection[(i % Projected * 4) + c] * map[(i / Projected * 4) + c];
            Assert.Equal(Math.Floor((model.Head.Scale[i % Projected].Value * sum) + 0.5), z[i]);
        }
    }

    /// <summary>One layer that mixes the colours, projected to three dimensions of about unit size.</summary>
    private static ModelContent Model(bool smoothed, bool positions)
    {
        var random = new Random(2);
        sbyte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
        var layer = new LayerSpec
        {
            Name = "mix", Op = Op.Pointwise, Input = 0, Weights = Bytes(12), Bias = new int[4],
            Multiplier = [.. Enumerable.Repeat(1 << 30, 4)], Shift = [.. Enumerable.Repeat((sbyte)-6, 4)],
        };
        var network = new NetworkSpec([new(Side, Side, 3, 1, 0), new(Side, Side, 4, 1, 0)], [layer]);
        var head = new HeadSpec([new CutSpec(1)], Side, Side, Bytes(4 * Projected), [100, -200, 0], [.. new[] { 0.0128, 0.0256, 0.0192 }.Select(FixedPointScale.From)])
        {
            Smoothed = smoothed,
            Positions = positions ? [.. Enumerable.Range(0, 2 * Side).Select(i => (short)(30 * i))] : null,
        };
        return ProbeModel.Content(network, head);
    }

    private static (DensitySpec Density, Gaussian[] Gaussians) Random(Scope scope, Covariance covariance, int components, int d, bool reaches)
    {
        var random = new Random(components);
        var builder = new DensityBuilder(scope, covariance, components);
        var gaussians = new List<Gaussian>();
        for (int k = 0; k < components * (scope == Scope.PerCell ? Cells : 1); k++)
        {
            double[] mean = [.. Enumerable.Range(0, d).Select(_ => (2 * random.NextDouble()) - 1)];
            var spread = new double[d * d];
            for (int i = 0; i < d; i++)
            for (int j = 0; j <= i; j++)
                spread[(i * d) + j] = spread[(j * d) + i] = i == j ? 1 + random.NextDouble() : 0.3 * random.NextDouble();
            gaussians.Add(Gaussian.From(mean, spread, covariance == Covariance.Full));
            builder.Add(gaussians[^1], -Math.Log(components), mean);
        }

        return (builder.Build() with { Reaches = reaches }, [.. gaussians]);
    }
}
