using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>The pieces of the quantiser on their own.</summary>
public sealed class ShiftPartsTests
{
    [Theory]
    [InlineData(Padding.Same, 17, 16)]
    [InlineData(Padding.Symmetric, 8, 9)]
    public void The_float_pass_equals_the_definition(Padding padding, int width, int height)
    {
        Backbone backbone = SmallNet.Strided(padding, Preprocessing.PlusMinusOne);
        Frame frame = QuantizedMaps.Noise(5, width, height);
        float[][] maps = FloatForward.Run(FloatNetwork.From(backbone, width, height, grey: false), [.. frame.Pixels.Select(p => (sbyte)(p - 128))]);
        Dictionary<string, FloatReference.Map> reference = FloatReference.Run(backbone, frame);
        for (int t = 1; t < maps.Length; t++)
        {
            double db = QuantizedMaps.Snr(reference[backbone.Layers[t - 1].Name].Values, [.. maps[t].Select(v => (double)v)]);
            Assert.True(db > 90, $"{backbone.Layers[t - 1].Name}: {db} dB");
        }
    }

    [Fact]
    public void Reordering_channels_changes_nothing_but_their_order()
    {
        Backbone backbone = MobileNetV2.Random(0.35, 1, "block_1_project").Truncate(["block_1_project"]);
        FloatNetwork network = FloatNetwork.From(backbone, 32, 32, grey: false);
        var random = new Random(3);
        var orders = new int[]?[network.Sizes.Count];
        int expand = network.TensorOf["block_1_expand"], stem = network.TensorOf["Conv1"];
        orders[expand] = orders[network.TensorOf["block_1_depthwise"]] = [.. Enumerable.Range(0, network.ChannelsOf(expand)).OrderBy(_ => random.Next())];
        orders[stem] = orders[network.TensorOf["expanded_conv_depthwise"]] = [.. Enumerable.Range(0, network.ChannelsOf(stem)).OrderBy(_ => random.Next())];
        sbyte[] input = [.. Enumerable.Range(0, 32 * 32 * 3).Select(_ => (sbyte)random.Next(-128, 128))];
        float[][] before = FloatForward.Run(network, input), after = FloatForward.Run(ChannelPermutation.Apply(network, orders), input);
        for (int t = 0; t < before.Length; t++)
        {
            int channels = network.ChannelsOf(t);
            for (int i = 0; i < before[t].Length; i++)
            {
                int old = orders[t] is { } order ? i - (i % channels) + order[i % channels] : i;
                Assert.Equal(before[t][old], after[t][i], 1e-3f);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(50)]
    [InlineData(96)]
    public void Channels_that_want_the_same_shifts_come_together(int channels)
    {
        var random = new Random(channels);
        int kinds = (channels + 15) / 16;
        int[] wanted = [.. Enumerable.Range(0, channels).Select(c => c / 16).OrderBy(_ => random.Next())]; // as many of each kind as a group holds
        double[][] layer = [.. wanted.Select(w => Enumerable.Range(0, 15).Select(k => 1 + (10.0 * (k - w) * (k - w))).ToArray())];
        double[][] other = [.. wanted.Select(w => Enumerable.Range(0, 15).Select(k => 1.0 + Math.Abs(k - (kinds - w))).ToArray())];
        int[] order = ChannelGroups.Order([layer, other]);
        Assert.Equal(Enumerable.Range(0, channels), order.Order());
        foreach (int[] group in order.Chunk(ChannelGroups.Size))
            Assert.Single(group.Select(c => wanted[c]).Distinct());
    }

    [Fact]
    public void Fitted_weights_are_whole_bounded_and_better_than_rounding()
    {
        var random = new Random(9);
        for (int round = 0; round < 40; round++)
        {
            int n = 1 + (round % 20);
            double[] covariance = Covariance(random, n), optimum = [.. Enumerable.Range(0, n).Select(_ => (random.NextDouble() * 280) - 140)];
            var fit = new LatticeFit(covariance, 0.1);
            int[] whole = fit.Round(optimum), nearest = [.. optimum.Select(w => (int)Math.Clamp(Math.Round(w), -127, 127))];
            Assert.All(whole, w => Assert.InRange(w, -127, 127));
            Assert.True(fit.Error(optimum, whole) <= fit.Error(optimum, nearest) * 1.0000001, $"{n} weights: {fit.Error(optimum, whole)} against {fit.Error(optimum, nearest)}");
        }
    }

    [Fact]
    public void The_optimum_reproduces_the_target_where_the_inputs_vary_and_stays_where_they_do_not()
    {
        double[] covariance = [100, 0, 0, 0, 50, 0, 0, 0, 0]; // the third input never moves
        var fit = new LatticeFit(covariance, 1e-6);
        double[] optimum = fit.Optimum([1, 2, 3], [100 * 7.0, 50 * -4.0, 0]);
        Assert.Equal(7, optimum[0], 0.02); // the ridge holds it back by a thousandth
        Assert.Equal(-4, optimum[1], 0.02);
        Assert.Equal(3, optimum[2], 3);
    }

    private static double[] Covariance(Random random, int n)
    {
        double[][] vectors = [.. Enumerable.Range(0, n + 2).Select(_ => Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.3).ToArray())];
        return [.. Enumerable.Range(0, n * n).Select(k => vectors.Sum(v => v[k / n] * v[k % n]))];
    }
}
