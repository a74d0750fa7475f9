using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>Networks that leave by shifts, computed by the kernels, against the float reference.</summary>
public sealed class GroupShiftQuantizerTests(ITestOutputHelper output)
{
    [Fact]
    public void The_default_backbone_comes_closer_to_float_than_with_one_scale_per_map()
    {
        Backbone full = Backbone.LoadDefault(), backbone = full.Truncate(full.DefaultCut);
        Frame[] frames = [.. Enumerable.Range(0, 9).Select(i => QuantizedMaps.Biscuit(i, 64))];
        double[] reference = FloatReference.Run(backbone, frames[8])[backbone.Layers[^1].Name].Values;
        double exact = QuantizedMaps.Snr(reference, QuantizedMaps.Reals(QuantizedMaps.Quantize(backbone, frames[..8]), frames[8])[^1]);
        double shift = QuantizedMaps.Snr(reference, QuantizedMaps.Reals(QuantizedMaps.QuantizeByShifts(backbone, frames[..8]), frames[8])[^1]);
        output.WriteLine(FormattableString.Invariant($"signal to noise at {backbone.Layers[^1].Name}: exact {exact:f1} dB, shift {shift:f1} dB"));
        Assert.True(shift > exact, $"exact {exact} dB, shift {shift} dB");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_weighted_layer_leaves_by_shifts_within_twenty_bits(int seed)
    {
        Backbone backbone = MobileNetV2.Random(0.35, seed, "block_6_expand").Truncate(["block_6_expand"]);
        NetworkSpec network = QuantizedMaps.QuantizeByShifts(backbone, [.. Enumerable.Range(0, 3).Select(i => QuantizedMaps.Noise(i, 48, 48))]);
        Assert.Equal(MobileNetV2.Random(0.35, seed, "block_6_expand").Layers.Count, network.Layers.Count);
        foreach (LayerSpec layer in network.Layers)
        {
            Assert.Equal(layer.Op == Op.Add ? Requantisation.Exact : Requantisation.Shift, layer.Requantisation);
            int outs = layer.Bias.Length;
            for (int o = 0; o < outs; o++)
            {
                int taps = layer.Weights.Length / outs, sum = 0;
                for (int k = 0; k < taps; k++)
                    sum += Math.Abs((int)layer.Weights[layer.Op == Op.Depthwise3x3 ? (k * outs) + o : (o * taps) + k]);
                Assert.True((128 * sum) + Math.Abs(layer.Bias[o]) <= 524287, $"{layer.Name}, channel {o}");
            }
        }
    }

    [Fact]
    public void Additions_add_codes()
    {
        Backbone backbone = MobileNetV2.Random(0.35, 3, "block_2_add").Truncate(["block_2_add"]);
        LayerSpec add = QuantizedMaps.QuantizeByShifts(backbone, [QuantizedMaps.Biscuit(0, 48), QuantizedMaps.Biscuit(1, 48)]).Layers.Single(l => l.Op == Op.Add);
        Assert.Equal([1 << 30, 1 << 30, 1 << 30], add.Multiplier);
        Assert.Equal([0, 0, -18], add.Shift);
    }

    [Fact]
    public void The_same_pictures_give_the_same_bytes()
    {
        Backbone backbone = MobileNetV2.Random(0.35, 1, "block_3_project").Truncate(["block_3_project"]);
        Frame[] frames = [.. Enumerable.Range(0, 5).Select(i => QuantizedMaps.Biscuit(i, 48))];
        byte[] File() => ModelWriter.Write(ProbeModel.Features(QuantizedMaps.QuantizeByShifts(backbone, frames), [new CutSpec(backbone.Layers.Count)], 6, 6));
        Assert.Equal(File(), File());
    }
}
