using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Backbones;

public sealed class BackboneTests
{
    private static readonly Backbone Net = MobileNetV2.Random(0.35, 1);

    [Fact]
    public void The_default_offers_cuts_at_strides_4_8_and_16_and_stays_small()
    {
        Backbone net = Backbone.LoadDefault();
        Assert.Equal(["block_6_expand"], net.DefaultCut);
        Assert.Equal((4, 8, 16), (net.StrideOf("block_3_expand"), net.StrideOf("block_6_expand"), net.StrideOf("block_13_expand")));
        Assert.Equal(96, net.LayerOf("block_6_expand").OutChannels);
        Assert.Equal(59, net.ReceptiveFieldOf("block_6_expand"));
        Assert.InRange(net.ToBytes(half: true).Length, 100_000, 400_000);
        Assert.NotEmpty(net.License);
        Assert.NotEmpty(net.Provenance);
    }

    [Fact]
    public void Save_and_load_keep_everything()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Root, "net.safetensors");
        Net.Save(path);
        Backbone read = Backbone.Load(path);
        Assert.Equal(Net.Layers.Select(l => (l.Name, l.Op, l.Stride, l.Activation, l.Padding)), read.Layers.Select(l => (l.Name, l.Op, l.Stride, l.Activation, l.Padding)));
        Assert.All(Net.Layers, l => Assert.Equal(Net.WeightsOf(l.Name).Weight, read.WeightsOf(l.Name).Weight));
        Assert.Equal(Net.Sha256, read.Sha256);
        Assert.Equal(Net.Input.Scale, read.Input.Scale);
    }

    [Fact]
    public void Half_precision_is_within_a_thousandth()
    {
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Root, "net.safetensors");
        Net.Save(path, half: true);
        float[] a = Net.WeightsOf("block_6_expand").Weight, b = Backbone.Load(path).WeightsOf("block_6_expand").Weight;
        Assert.All(a.Zip(b), p => Assert.InRange(p.Second - p.First, -1e-3f * MathF.Abs(p.First) - 1e-6f, 1e-3f * MathF.Abs(p.First) + 1e-6f));
    }

    [Fact]
    public void Batch_norm_tensors_are_folded_on_opening()
    {
        SafetensorsFile file = SafetensorsFile.Parse(Net.Truncate(["expanded_conv_project"]).ToBytes(), "test");
        float[] weight = Net.WeightsOf("Conv1").Weight;
        foreach ((string name, float value) in new[] { ("weight", 2f), ("bias", 0.5f), ("running_mean", 0.25f), ("running_var", 4f - 1e-3f) })
            file.Tensors.Add(SafetensorsTensor.FromFloats("Conv1.bn." + name, [16], Enumerable.Repeat(value, 16).ToArray()));
        using var folder = new TempFolder();
        string path = Path.Combine(folder.Root, "net.safetensors");
        File.WriteAllBytes(path, file.ToBytes());
        LayerWeights folded = Backbone.Load(path).WeightsOf("Conv1");
        // gamma / sqrt(variance + epsilon) = 1; bias = 0.5 + 1 * (0 - 0.25)
        Assert.All(weight.Zip(folded.Weight), p => Assert.Equal(p.First, p.Second, 1e-5f));
        Assert.All(folded.Bias, b => Assert.Equal(0.25f, b, 1e-5f));
    }

    [Fact]
    public void Truncate_keeps_what_the_cuts_need_and_nothing_else()
    {
        Backbone cut = Net.Truncate(["block_3", "block_4", "block_5"]);
        Assert.Equal(["block_3_project", "block_4_add", "block_5_add"], cut.DefaultCut);
        Assert.Equal("block_5_add", cut.Layers[^1].Name);
        Assert.DoesNotContain(cut.Layers, l => l.Name.StartsWith("block_6", StringComparison.Ordinal));
        Assert.Equal(Net.Truncate(["block_6_expand"]).Sha256, Net.Truncate(["block_6_expand_relu"]).Sha256);
    }

    [Theory]
    [InlineData("block_99_expand")]
    [InlineData("")]
    [InlineData("input")]
    public void An_unknown_cut_lists_the_possible_ones(string cut)
    {
        EdgeAdException error = Expect.Error(ErrorCode.BackboneCut, () => Net.Truncate([cut]));
        Assert.Contains("block_6_expand", error.Hint);
        Assert.Contains("block_12_add", error.Hint);
    }

    [Fact]
    public void Cuts_are_one_to_three_different_layers()
    {
        Expect.Error(ErrorCode.BackboneCut, () => Net.Truncate([]));
        Expect.Error(ErrorCode.BackboneCut, () => Net.Truncate(["block_1", "block_2", "block_3", "block_4"]));
        Expect.Error(ErrorCode.BackboneCut, () => Net.Truncate(["block_2", "block_2_add"]));
    }

    [Theory]
    [InlineData(0.1, 8, 8, 48)]
    [InlineData(0.35, 16, 16, 96)]
    [InlineData(0.5, 16, 16, 96)]
    [InlineData(1.0, 32, 32, 192)]
    public void Widths_are_those_of_keras_applications(double alpha, int stem, int block5, int block6Expand)
    {
        Backbone net = MobileNetV2.Random(alpha, 1);
        Assert.Equal((stem, block5, block6Expand), (net.LayerOf("Conv1").OutChannels, net.LayerOf("block_5_project").OutChannels, net.LayerOf("block_6_expand").OutChannels));
    }

    [Fact]
    public void Inconsistent_graphs_are_refused()
    {
        var weights = Net.Layers.Where(l => l.Op != LayerOp.Add).ToDictionary(l => l.Name, l => Net.WeightsOf(l.Name));
        void Refuse(Func<BackboneLayer, BackboneLayer> change) => Expect.Error(
            ErrorCode.BackboneUnreadable, () => _ = new Backbone("x", Net.Input, [.. Net.Layers.Select(change)], weights, ["block_6_expand"]));
        Refuse(l => l.Name == "block_2_expand" ? l with { Inputs = ["nowhere"] } : l);
        Refuse(l => l.Name == "block_2_expand" ? l with { Inputs = ["block_5_add"] } : l);
        Refuse(l => l.Name == "block_2_expand" ? l with { InChannels = 9 } : l);
        Refuse(l => l.Name == "block_2_expand" ? l with { Stride = 3 } : l);
        Refuse(l => l.Name == "block_2_add" ? l with { Inputs = ["block_1_project"] } : l);
        Refuse(l => l.Name == "block_2_project" ? l with { Name = "block_1_project" } : l);
        weights["Conv1"] = new LayerWeights(Enumerable.Repeat(float.NaN, 432).ToArray(), new float[16]);
        Refuse(l => l);
    }

    [Fact]
    public void The_summary_adds_up()
    {
        BackboneSummary summary = BackboneSummary.Of(Net, 96);
        Assert.Equal(Net.Macs(96, 96), summary.Macs);
        Assert.Equal(summary.Macs, summary.Layers[^1].MacsUpToHere);
        Assert.Equal((48, 12, 6), (summary.Layers[0].Side, summary.Layers.Single(l => l.Name == "block_6_expand").Side, summary.Layers[^1].Side));
        Assert.Equal(16 * 27 * 48 * 48, summary.Layers[0].Macs);
    }
}
