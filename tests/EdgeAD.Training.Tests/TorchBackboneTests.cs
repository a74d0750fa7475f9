using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using static TorchSharp.torch;

namespace EdgeAD.Training.Tests;

public sealed class TorchBackboneTests
{
    private static readonly Backbone Net = MobileNetV2.Random(0.1, 5, "block_3_expand");

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(50)]
    public void Shapes_follow_the_strides(int side)
    {
        TorchRuntime.Prepare();
        using var net = new TorchBackbone(Net, CPU, trainable: true);
        using var scope = NewDisposeScope();
        string[] taps = ["Conv1", "block_2_add", "block_3_expand"];
        Dictionary<string, Tensor> maps = net.Forward(zeros(2, 3, side, side), taps, batchStatistics: true);
        int half = (side + 1) / 2, quarter = (half + 1) / 2;
        Assert.Equal([2, 8, half, half], maps["Conv1"].shape);
        Assert.Equal([2, 8, quarter, quarter], maps["block_2_add"].shape);
        Assert.Equal([2, 48, quarter, quarter], maps["block_3_expand"].shape);
    }

    [Fact]
    public void Gradients_equal_finite_differences()
    {
        TorchRuntime.Prepare();
        using var net = new TorchBackbone(Net, CPU, trainable: true);
        using var scope = NewDisposeScope();
        Tensor input = tensor(FloatMaps.Waves(32), [1, 3, 32, 32]).repeat(2, 1, 1, 1);
        Tensor Loss() => net.Forward(input, ["block_3_expand"])["block_3_expand"].square().mean();
        Loss().backward();
        foreach (string name in new[] { "Conv1.weight", "block_1_depthwise.weight", "block_2_project.bn.weight", "block_3_expand.bn.bias" })
        {
            Tensor parameter = net.Parameters[name], gradient = parameter.grad!;
            // along the gradient itself the loss changes by its squared norm
            double norm = gradient.norm().item<float>(), step = 1e-2 / norm;
            using var frozen = no_grad();
            Tensor direction = gradient / norm;
            parameter.add_(direction * step);
            double up = Loss().item<float>();
            parameter.sub_(direction * (2 * step));
            double down = Loss().item<float>();
            parameter.add_(direction * step);
            Assert.InRange((up - down) / (2 * step) / norm, 0.93, 1.07);
        }
    }

    [Fact]
    public void Folding_keeps_the_function()
    {
        TorchRuntime.Prepare();
        using var net = new TorchBackbone(Net, CPU, trainable: true);
        using var scope = NewDisposeScope();
        Tensor input = tensor(FloatMaps.Waves(32), [1, 3, 32, 32]);
        using (no_grad())
        {
            for (int i = 0; i < 20; i++)
                net.Forward(input, ["block_3_expand"], batchStatistics: true);
            float[] apart = net.Forward(input, ["block_3_expand"])["block_3_expand"].contiguous().data<float>().ToArray();
            float[] folded = FloatMaps.Of(net.ToBackbone("test", "none"), "block_3_expand", FloatMaps.Waves(32), 32);
            Assert.All(apart.Zip(folded), p => Assert.Equal(p.First, p.Second, 1e-4f));
            Assert.True(apart.Max() > 0.1f);
        }
    }

    [Fact]
    public void Forced_maps_replace_what_later_layers_read()
    {
        TorchRuntime.Prepare();
        using var net = new TorchBackbone(Net, CPU, trainable: false);
        using var scope = NewDisposeScope();
        Tensor input = tensor(FloatMaps.Waves(32), [1, 3, 32, 32]);
        using (no_grad())
        {
            string[] taps = ["block_1_project", "block_3_expand"];
            Dictionary<string, Tensor> free = net.Forward(input, taps);
            Dictionary<string, Tensor> forced = net.Forward(input, taps, forced: new Dictionary<string, Tensor> { ["block_1_project"] = free["block_1_project"] * 0 });
            Assert.True(free["block_1_project"].allclose(forced["block_1_project"]));
            Assert.False(free["block_3_expand"].allclose(forced["block_3_expand"]));
        }
    }

    [Fact]
    public void The_elf_edit_leaves_anything_else_alone()
    {
        byte[] noise = new byte[5000];
        new Random(1).NextBytes(noise);
        byte[] header = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, .. noise];
        foreach (byte[] bytes in new[] { noise, header, [], header[..80] })
        {
            byte[] copy = [.. bytes];
            Assert.False(ElfVersionPatch.Apply(copy));
            Assert.Equal(bytes, copy);
        }
    }
}
