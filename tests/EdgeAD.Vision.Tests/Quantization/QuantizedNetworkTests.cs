using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>The int8 kernels against the float reference.</summary>
public sealed class QuantizedNetworkTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void Maps_of_a_random_mobilenet_stay_close_to_float(int seed, bool biscuits)
    {
        Backbone backbone = MobileNetV2.Random(0.35, seed, "block_6_expand").Truncate(["block_6_expand"]);
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(i => biscuits ? QuantizedMaps.Biscuit(i, 48) : QuantizedMaps.Noise(i, 48, 48))];
        NetworkSpec network = QuantizedMaps.Quantize(backbone, frames[..3]);

        double[] stem = new double[2], cut = new double[2]; // a picture seen during calibration and one not
        foreach (int i in (int[])[0, 1])
        {
            Frame frame = frames[3 * i];
            Dictionary<string, FloatReference.Map> reference = FloatReference.Run(backbone, frame);
            double[][] reals = QuantizedMaps.Reals(network, frame);
            stem[i] = QuantizedMaps.Snr(reference["Conv1"].Values, reals[1]);
            cut[i] = QuantizedMaps.Snr(reference["block_6_expand"].Values, reals[^1]);
        }

        output.WriteLine(FormattableString.Invariant($"signal to noise: stem {stem[0]:f1} and {stem[1]:f1} dB, cut {cut[0]:f1} and {cut[1]:f1} dB"));
        Assert.All(stem, db => Assert.True(db > 25, $"{db} dB at the stem"));
        Assert.All(cut, db => Assert.True(db > 15, $"{db} dB at the cut"));
    }

    [Fact]
    public void The_default_backbone_stays_close_to_float_on_rendered_pictures()
    {
        Backbone full = Backbone.LoadDefault();
        Backbone backbone = full.Truncate(full.DefaultCut);
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(i => QuantizedMaps.Biscuit(i, 64))];
        NetworkSpec network = QuantizedMaps.Quantize(backbone, frames[..3]);
        double db = QuantizedMaps.Snr(FloatReference.Run(backbone, frames[3])[backbone.DefaultCut[0]].Values, QuantizedMaps.Reals(network, frames[3])[FloatNetwork.From(backbone, 64, 64, false).TensorOf[backbone.DefaultCut[0]]]);
        output.WriteLine(FormattableString.Invariant($"signal to noise at {backbone.DefaultCut[0]}: {db:f1} dB"));
        Assert.True(db > 15, $"{db} dB");
    }

    public static TheoryData<string, string, float[], float[]> Preprocessings => new()
    {
        { "plus minus one", "rgb", [1 / 127.5f, 1 / 127.5f, 1 / 127.5f], [-1, -1, -1] },
        { "raw", "rgb", [1, 1, 1], [0, 0, 0] },
        { "bgr", "bgr", [1, 0.5f, 0.25f], [-103.9f, -50, -20] },
        { "mean and deviation", "rgb", [1 / (255 * 0.229f), 1 / (255 * 0.224f), 1 / (255 * 0.225f)], [-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f] },
        { "negative", "rgb", [-1 / 255f, 1 / 255f, 2 / 255f], [1, 0, -1] },
        { "grey", "grey", [1 / 127.5f], [-1] },
    };

    [Theory]
    [MemberData(nameof(Preprocessings))]
    public void Preprocessing_is_folded_into_the_first_layer_edges_included(string name, string color, float[] scale, float[] offset)
    {
        Backbone backbone = SmallNet.Strided(Padding.Symmetric, new Preprocessing(scale.Length, color, scale, offset));
        Frame frame = QuantizedMaps.Noise(3, 8, 6, scale.Length == 1 ? PixelFormat.Gray8 : PixelFormat.Rgb888);
        FloatNetwork network = FloatNetwork.From(backbone, 8, 6, grey: false);
        double[] expected = FloatReference.Run(backbone, frame)["stem"].Values, actual = FoldedStem(network, frame);
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * largest, $"{name}: {actual[i]} instead of {expected[i]} at {i}");

        double db = QuantizedMaps.Snr(expected, QuantizedMaps.Reals(QuantizedMaps.Quantize(backbone, [frame]), frame)[1]);
        Assert.True(db > 30, $"{name}: {db} dB");
    }

    [Theory]
    [InlineData("rgb")]
    [InlineData("bgr")]
    public void A_colour_backbone_fed_with_grey_equals_a_grey_picture_in_colour(string color)
    {
        Backbone backbone = SmallNet.Strided(Padding.Same, new Preprocessing(3, color, [0.01f, 0.02f, 0.015f], [-1, -2, -1.5f]));
        Frame grey = QuantizedMaps.Noise(4, 9, 9, PixelFormat.Gray8);
        var coloured = new Frame(PixelFormat.Rgb888, 9, 9, [.. grey.Pixels.SelectMany(p => (byte[])[p, p, p])]);
        NetworkSpec network = QuantizedMaps.Quantize(backbone, [grey], grey: true);
        Assert.Equal(1, network.Tensors[0].Channels);
        double db = QuantizedMaps.Snr(FloatReference.Run(backbone, coloured)["stem"].Values, QuantizedMaps.Reals(network, grey)[1]);
        Assert.True(db > 30, $"{db} dB");
    }

    [Fact]
    public void Ranges_settle_where_pictures_use_nearly_all_codes_without_saturating()
    {
        Backbone backbone = SmallNet.Strided(Padding.Same, Preprocessing.PlusMinusOne);
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(i => QuantizedMaps.Noise(i, 24, 24))];
        NetworkSpec network = QuantizedMaps.Quantize(backbone, frames);
        var seen = Enumerable.Repeat((Min: 127, Max: -128), network.Tensors.Count).ToArray();
        foreach (Frame frame in frames)
        {
            sbyte[][] codes = QuantizedMaps.Codes(network, frame);
            seen = [.. seen.Zip(codes, (s, c) => (Math.Min(s.Min, c.Min()), Math.Max(s.Max, c.Max())))];
        }

        for (int t = 1; t < seen.Length; t++)
        {
            Assert.True(seen[t].Max - seen[t].Min >= 225, $"tensor {t} uses codes {seen[t]}");
            if (backbone.Layers[t - 1].Activation == Activation.None)
                Assert.True(seen[t].Min > -128 && seen[t].Max < 127, $"tensor {t} saturates: {seen[t]}");
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 6)]
    [InlineData(2, 10)] // the range is widened to hold 0
    [InlineData(-10, -2)]
    [InlineData(0, 0)]
    [InlineData(-1e-20, 1e-20)]
    [InlineData(-3e30, 1e30)]
    public void Zero_is_exactly_representable_in_every_range(double min, double max)
    {
        TensorSpec spec = new TensorRange((float)min, (float)max).Spec(1, 1, 1);
        Assert.InRange(spec.ZeroPoint, -128, 127);
        Assert.True(float.IsFinite(spec.Scale) && spec.Scale > 0);
        Assert.True(spec.Scale * (127.5 - spec.ZeroPoint) >= max - (1e-5 * Math.Abs(max)), "the upper end is covered");
        Assert.True(spec.Scale * (-128.5 - spec.ZeroPoint) <= min + (1e-5 * Math.Abs(min)), "the lower end is covered");
    }

    /// <summary>The stem as the folded weights, bias and padding define it, on q = pixel - 128, before rounding to int8.</summary>
    private static double[] FoldedStem(FloatNetwork network, Frame frame)
    {
        FloatLayer layer = network.Layers[0];
        int channels = network.InputChannels, outs = layer.Source.OutChannels;
        (int rows, int columns) = network.Sizes[1];
        var values = new double[rows * columns * outs];
        for (int i = 0; i < values.Length; i++)
        {
            (int o, int x, int y) = (i % outs, i / outs % columns, i / outs / columns);
            double sum = layer.Bias[o];
            for (int k = 0; k < 9 * channels; k++)
            {
                (int c, int sx, int sy) = (k % channels, (2 * x) - 1 + (k / channels % 3), (2 * y) - 1 + (k / channels / 3));
                bool outside = sx < 0 || sy < 0 || sx >= frame.Width || sy >= frame.Height;
                sum += layer.Weights[(o * 9 * channels) + k] * (outside ? layer.Pad![c] : frame.Pixels[(((sy * frame.Width) + sx) * channels) + c] - 128.0);
            }

            values[i] = sum;
        }

        return values;
    }
}
