using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>What holds for layers that leave by multipliers and for layers that leave by shifts.</summary>
public sealed class EitherQuantizerTests
{
    public static TheoryData<Requantisation, Padding, int, int> Paddings
    {
        get
        {
            var data = new TheoryData<Requantisation, Padding, int, int>();
            foreach (Requantisation way in Enum.GetValues<Requantisation>())
            foreach (Padding padding in Enum.GetValues<Padding>())
            foreach ((int width, int height) in ((int, int)[])[(1, 1), (1, 2), (2, 3), (5, 8), (9, 7), (12, 6), (17, 16)])
                data.Add(way, padding, width, height);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Paddings))]
    public void Both_paddings_give_the_float_map_at_even_and_odd_sizes(Requantisation way, Padding padding, int width, int height)
    {
        Backbone backbone = SmallNet.Strided(padding, Preprocessing.PlusMinusOne);
        Frame[] frames = [.. Enumerable.Range(0, 3).Select(i => QuantizedMaps.Noise(i, width, height))];
        NetworkSpec network = Quantize(way, backbone, frames);
        Dictionary<string, FloatReference.Map> reference = FloatReference.Run(backbone, frames[0]);
        double[][] reals = QuantizedMaps.Reals(network, frames[0]);
        for (int t = 1; t < reals.Length; t++)
        {
            FloatReference.Map map = reference[backbone.Layers[t - 1].Name];
            Assert.Equal((map.Rows, map.Columns), (network.Tensors[t].Rows, network.Tensors[t].Columns));
            double db = QuantizedMaps.Snr(map.Values, reals[t]);
            Assert.True(db > (way == Requantisation.Exact ? 25 : 20), $"{backbone.Layers[t - 1].Name}: {db} dB");
        }
    }

    [Theory]
    [InlineData(Requantisation.Exact, 1e-4f)]
    [InlineData(Requantisation.Exact, 0.01f)]
    [InlineData(Requantisation.Exact, 30f)]
    [InlineData(Requantisation.Exact, 1e3f)]
    [InlineData(Requantisation.Shift, 1e-4f)]
    [InlineData(Requantisation.Shift, 0.01f)]
    [InlineData(Requantisation.Shift, 30f)]
    [InlineData(Requantisation.Shift, 1e3f)]
    public void Weights_of_any_size_are_quantised(Requantisation way, float factor)
    {
        Backbone backbone = SmallNet.Strided(Padding.Same, Preprocessing.PlusMinusOne, factor);
        Frame[] frames = [QuantizedMaps.Noise(1, 16, 16), QuantizedMaps.Noise(2, 16, 16)];
        NetworkSpec network = Quantize(way, backbone, frames);
        double db = QuantizedMaps.Snr(FloatReference.Run(backbone, frames[0])["stem"].Values, QuantizedMaps.Reals(network, frames[0])[1]);
        Assert.True(db > 25, $"{db} dB at the stem");
        Assert.All(network.Tensors, t => Assert.All(Enumerable.Range(0, t.Channels), c => Assert.True(float.IsFinite(t.ScaleOf(c)) && t.ScaleOf(c) > 0)));
    }

    [Theory]
    [InlineData(Requantisation.Exact, 1e12f)]
    [InlineData(Requantisation.Exact, 1e20f)]
    [InlineData(Requantisation.Shift, 1e20f)]
    public void Weights_beyond_all_reason_are_refused_by_name(Requantisation way, float factor)
    {
        Backbone backbone = SmallNet.Strided(Padding.Same, Preprocessing.PlusMinusOne, factor);
        EdgeAdException error = Expect.Error(ErrorCode.BackboneUnsupported, () => Quantize(way, backbone, [QuantizedMaps.Noise(1, 16, 16)]));
        Assert.Contains("too large to quantise", error.Message);
    }

    public static TheoryData<Requantisation, Activation, float, double> DeadChannels
    {
        get
        {
            var data = new TheoryData<Requantisation, Activation, float, double>();
            foreach (Requantisation way in Enum.GetValues<Requantisation>())
            {
                data.Add(way, Activation.Relu6, 5f, 5);
                data.Add(way, Activation.Relu6, 1e6f, 6);
                data.Add(way, Activation.Relu, -1e6f, 0);
                data.Add(way, Activation.None, -1000f, -1000);
                data.Add(way, Activation.None, 1e9f, 1e9);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(DeadChannels))]
    public void A_dead_channel_with_a_large_bias_is_a_constant(Requantisation way, Activation activation, float bias, double expected)
    {
        Backbone backbone = SmallNet.WithDeadChannel(activation, bias);
        Frame[] frames = [QuantizedMaps.Noise(1, 12, 12), QuantizedMaps.Noise(2, 12, 12)];
        NetworkSpec network = Quantize(way, backbone, frames);
        double[] last = QuantizedMaps.Reals(network, frames[0])[^1];
        TensorSpec tensor = network.Tensors[^1];
        double step = (way == Requantisation.Exact ? 1 : 1.01) * tensor.ScaleOf(0);
        for (int i = 0; i < last.Length; i += tensor.Channels)
            Assert.InRange(last[i], expected - step, expected + step);
    }

    private static NetworkSpec Quantize(Requantisation way, Backbone backbone, IReadOnlyList<Frame> frames) =>
        way == Requantisation.Exact ? QuantizedMaps.Quantize(backbone, frames) : QuantizedMaps.QuantizeByShifts(backbone, frames);
}
