using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>Small backbones with every operator.</summary>
internal static class SmallNet
{
    /// <summary>Stem, depthwise of both strides, pointwise and a residual; random weights, no ReLU6 so that nothing hides behind a clamp.</summary>
    /// <param name="padding">Of every window.</param>
    /// <param name="input">Preprocessing.</param>
    /// <param name="factor">All weights are multiplied by this.</param>
    public static Backbone Strided(Padding padding, Preprocessing input, float factor = 1)
    {
        BackboneLayer[] layers =
        [
            new("stem", LayerOp.Conv3x3, ["input"], input.Channels, 5, 2, padding, Activation.None),
            new("dw1", LayerOp.Depthwise3x3, ["stem"], 5, 5, 1, padding, Activation.Relu),
            new("pw", LayerOp.Pointwise, ["dw1"], 5, 5, 1, padding, Activation.None),
            new("add", LayerOp.Add, ["stem", "pw"], 5, 5, 1, padding, Activation.None),
            new("dw2", LayerOp.Depthwise3x3, ["add"], 5, 5, 2, padding, Activation.None),
        ];
        var random = new Random(11);
        var weights = layers.Where(l => l.Op != LayerOp.Add).ToDictionary(
            l => l.Name,
            l => new LayerWeights(
                [.. Enumerable.Range(0, l.WeightCount).Select(_ => factor * (0.2f + (2 * random.NextSingle()) - 1))],
                [.. Enumerable.Range(0, l.OutChannels).Select(_ => factor * random.NextSingle())]));
        return new Backbone("small", input, layers, weights, ["dw2"]);
    }

    /// <summary>A stem and a pointwise layer whose channel 0 has no weights but this bias.</summary>
    public static Backbone WithDeadChannel(Activation activation, float bias)
    {
        BackboneLayer[] layers =
        [
            new("stem", LayerOp.Conv3x3, ["input"], 3, 4, 2, Padding.Same, Activation.Relu6),
            new("pw", LayerOp.Pointwise, ["stem"], 4, 3, 1, Padding.Same, activation),
        ];
        var random = new Random(5);
        float[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.4f)];
        float[] pointwise = Some(12);
        pointwise.AsSpan(0, 4).Clear();
        return new Backbone("dead", Preprocessing.PlusMinusOne, layers, new Dictionary<string, LayerWeights>
        {
            ["stem"] = new(Some(108), Some(4)),
            ["pw"] = new(pointwise, [bias, 0.1f, -0.1f]),
        }, ["pw"]);
    }
}
