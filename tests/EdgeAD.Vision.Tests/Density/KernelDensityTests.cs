using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Tests.Quantization;

namespace EdgeAD.Vision.Tests.Density;

/// <summary>Scores of the C kernels against the same density in double precision.</summary>
public sealed class KernelDensityTests(ITestOutputHelper output)
{
    private const int Side = 6, Cells = Side * Side, Dimensions = 3;

    [Theory]
    [InlineData(Scope.Shared, Covariance.Full, Storage.Float32, 1)]
    [InlineData(Scope.Shared, Covariance.Full, Storage.Float32, 7)]
    [InlineData(Scope.Shared, Covariance.Full, Storage.Float16, 7)]
    [InlineData(Scope.Shared, Covariance.Diagonal, Storage.Float32, 5)]
    [InlineData(Scope.Shared, Covariance.Diagonal, Storage.Float16, 1)]
    [InlineData(Scope.PerCell, Covariance.Full, Storage.Float32, 1)]
    [InlineData(Scope.PerCell, Covariance.Full, Storage.Float16, 1)]
    [InlineData(Scope.PerCell, Covariance.Full, Storage.Float16, 3)]
    [InlineData(Scope.PerCell, Covariance.Diagonal, Storage.Float16, 2)]
    public void Cell_and_image_scores_equal_double_precision(Scope scope, Covariance covariance, Storage storage, int components)
    {
        DensitySpec density = Random(scope, covariance, storage, components);
        var calibration = new CalibrationSpec { CellCenter = 3.5f, CellScale = 0.25f, Aggregation = Aggregation.TopMean, TopCount = 4 };
        double worst = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            Frame frame = QuantizedMaps.Noise(seed, Side, Side);
            byte[] file = ModelWriter.Write(Model() with { Density = density, Calibration = calibration });
            using var engine = new Engine(file, "test");
            float[] z = engine.Features(frame);
            using AnomalyModel model = AnomalyModel.Open(file, "test");
            Score score = model.Score(frame);
            Assert.Equal((Side, Side), (score.GridRows, score.GridColumns));

            double[] expected = [.. Enumerable.Range(0, Cells).Select(c => (-DoubleDensity.Log(density, c, z.AsSpan(c * Dimensions, Dimensions)) - 3.5) * 0.25)];
            worst = Math.Max(worst, expected.Zip(score.Cells, (e, c) => Math.Abs(e - c) / (1 + Math.Abs(e))).Max());
            worst = Math.Max(worst, Math.Abs(expected.OrderDescending().Take(4).Average() - score.Image) / (1 + Math.Abs(score.Image)));
        }

        output.WriteLine(FormattableString.Invariant($"{scope} {covariance} {storage} x{components}: largest difference {worst:e1}, relative to 1 + |score|"));
        Assert.True(worst < 3e-6, $"differs by {worst}");
    }

    [Fact]
    public void Half_precision_storage_moves_no_mean()
    {
        var mean = new[] { 1000.0, -500, 3 };
        Gaussian gaussian = Gaussian.From(mean, [0.013, 0.001, 0, 0.001, 0.02, 0, 0, 0, 5], full: true);
        List<float> constants = [], whiten = [], shift = [];
        DensityBuilder.Add(gaussian, 0, Storage.Float16, constants, whiten, shift, mean);
        var density = new DensitySpec(Scope.Shared, Covariance.Full, Storage.Float16, 1, [.. constants], [.. whiten], [.. shift]);
        Assert.All(whiten, w => Assert.Equal((float)(Half)w, w));
        double[] found = DoubleDensity.MeanAndWeight(density, 0).Mean;
        for (int i = 0; i < 3; i++)
            Assert.Equal(mean[i], found[i], 1e-3);
    }

    [Fact]
    public void Features_are_the_projection_of_the_input()
    {
        ModelContent model = Model();
        Frame frame = QuantizedMaps.Noise(1, Side, Side);
        using var engine = new Engine(ModelWriter.Write(model), "test");
        float[] z = engine.Features(frame);
        sbyte[] map = engine.Tap(frame, 1)[0];
        int channels = model.Network.Tensors[1].Channels;
        for (int i = 0; i < z.Length; i++)
        {
            int sum = 0;
            for (int c = 0; c < channels; c++)
                sum += model.Head.Projection[(i % Dimensions * channels) + c] * map[(i / Dimensions * channels) + c];
            Assert.Equal((model.Head.Scale[i % Dimensions] * sum) + model.Head.Offset[i % Dimensions], z[i], 1e-5f);
        }
    }

    /// <summary>One layer that mixes the colours, projected to three dimensions of about unit size.</summary>
    private static ModelContent Model()
    {
        var random = new Random(2);
        sbyte[] Bytes(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)random.Next(-127, 128))];
        var layer = new LayerSpec
        {
            Name = "mix", Op = Op.Pointwise, Input = 0, Weights = Bytes(12), Bias = new int[4],
            Multiplier = [.. Enumerable.Repeat(1 << 30, 4)], Shift = [.. Enumerable.Repeat((sbyte)-6, 4)],
        };
        var network = new NetworkSpec([new(Side, Side, 3, 1, 0), new(Side, Side, 4, 1, 0)], [layer]);
        var head = new HeadSpec([new CutSpec(1)], Side, Side, Bytes(4 * Dimensions), [1e-4f, 2e-4f, 1.5e-4f], [0.1f, -0.2f, 0]);
        return ProbeModel.Content(network, head);
    }

    private static DensitySpec Random(Scope scope, Covariance covariance, Storage storage, int components)
    {
        var random = new Random(components);
        List<float> constants = [], whiten = [], shift = [];
        for (int k = 0; k < components * (scope == Scope.PerCell ? Cells : 1); k++)
        {
            double[] mean = [.. Enumerable.Range(0, Dimensions).Select(_ => (2 * random.NextDouble()) - 1)];
            double a = 0.5 * random.NextDouble(), b = 0.5 * random.NextDouble();
            Gaussian gaussian = Gaussian.From(mean, [1 + random.NextDouble(), a, 0, a, 1, b, 0, b, 1.2], covariance == Covariance.Full);
            DensityBuilder.Add(gaussian, -Math.Log(components), storage, constants, whiten, shift, mean);
        }

        return new DensitySpec(scope, covariance, storage, components, [.. constants], [.. whiten], [.. shift]);
    }
}
