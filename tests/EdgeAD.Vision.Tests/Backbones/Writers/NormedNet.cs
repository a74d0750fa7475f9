using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>A small MobileNetV2 with batch norm still apart, as training frameworks save it, and the same net folded.</summary>
public sealed class NormedNet
{
    private readonly Random _random;

    public NormedNet(string through = "block_3_expand", int seed = 3)
    {
        Shape = MobileNetV2.Random(0.1, seed, through);
        _random = new Random(seed);
        foreach (BackboneLayer layer in Shape.Layers.Where(l => l.Op != LayerOp.Add))
            Norms[layer.Name] = (Draw(layer, 0.5f, 1.5f), Draw(layer, -0.5f, 0.5f), Draw(layer, -0.5f, 0.5f), Draw(layer, 0.5f, 2));
    }

    /// <summary>Graph and raw convolution weights.</summary>
    public Backbone Shape { get; }

    public Dictionary<string, (float[] Gamma, float[] Beta, float[] Mean, float[] Variance)> Norms { get; } = [];

    /// <summary>What an importer shall make of it.</summary>
    public Backbone Folded(double epsilon, Padding padding = Padding.Same, Preprocessing? input = null)
    {
        var weights = Norms.ToDictionary(n => n.Key, n => BatchNorm.Fold(Shape.WeightsOf(n.Key), n.Value.Gamma, n.Value.Beta, n.Value.Mean, n.Value.Variance, epsilon));
        BackboneLayer[] layers = [.. Shape.Layers.Select(l => l with { Padding = l.Op is LayerOp.Conv3x3 or LayerOp.Depthwise3x3 && l.Stride == 2 ? padding : Padding.Same })];
        return new Backbone(Shape.Name, input ?? Shape.Input, layers, weights, [layers[^1].Name]);
    }

    /// <summary>Same layers, same weights to rounding.</summary>
    public static void AssertEqual(Backbone wanted, Backbone made, float tolerance = 1e-5f)
    {
        Assert.Equal(wanted.Layers.Select(l => l.Name), made.Layers.Select(l => l.Name));
        foreach ((BackboneLayer a, BackboneLayer b) in wanted.Layers.Zip(made.Layers))
        {
            Assert.Equal((a.Op, a.InChannels, a.OutChannels, a.Stride, a.Activation), (b.Op, b.InChannels, b.OutChannels, b.Stride, b.Activation));
            Assert.Equal(a.Inputs, b.Inputs);
            if (a.Stride == 2)
                Assert.Equal(a.Padding, b.Padding);
            AssertClose(wanted.WeightsOf(a.Name).Weight, made.WeightsOf(a.Name).Weight, tolerance);
            AssertClose(wanted.WeightsOf(a.Name).Bias, made.WeightsOf(a.Name).Bias, tolerance);
        }

        AssertClose(wanted.Input.Scale, made.Input.Scale, 1e-6f);
        AssertClose(wanted.Input.Offset, made.Input.Offset, 1e-6f);
    }

    private static void AssertClose(float[] wanted, float[] made, float tolerance)
    {
        Assert.Equal(wanted.Length, made.Length);
        for (int i = 0; i < wanted.Length; i++)
            Assert.True(MathF.Abs(wanted[i] - made[i]) <= tolerance * (1 + MathF.Abs(wanted[i])), $"value {i} is {made[i]}, {wanted[i]} was due");
    }

    private float[] Draw(BackboneLayer layer, float low, float high) =>
        [.. Enumerable.Range(0, layer.OutChannels).Select(_ => low + (high - low) * _random.NextSingle())];
}
