namespace EdgeAD.Vision.Backbones;

/// <summary>What the network sees: <c>pixel * Scale[c] + Offset[c]</c> for pixel values 0..255.</summary>
/// <param name="Channels">1 or 3.</param>
/// <param name="Color">Order of the channels: <c>rgb</c>, <c>bgr</c> or <c>grey</c>.</param>
/// <param name="Scale">One factor per channel.</param>
/// <param name="Offset">One summand per channel, after scaling.</param>
public sealed record Preprocessing(int Channels, string Color, float[] Scale, float[] Offset)
{
    /// <summary>RGB scaled to [-1, 1], as keras-applications does for MobileNets.</summary>
    public static Preprocessing PlusMinusOne { get; } = Uniform(3, "rgb", 1f / 127.5f, -1f);

    /// <summary>RGB in 0..1 minus ImageNet's mean over its deviation, as torchvision does.</summary>
    public static Preprocessing TorchImageNet { get; } = FromMeanAndDeviation([0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The same scale and offset on every channel.</summary>
    public static Preprocessing Uniform(int channels, string color, float scale, float offset) =>
        new(channels, color, Enumerable.Repeat(scale, channels).ToArray(), Enumerable.Repeat(offset, channels).ToArray());

    /// <summary>RGB: <c>(pixel / 255 - mean) / deviation</c>.</summary>
    public static Preprocessing FromMeanAndDeviation(float[] mean, float[] deviation) =>
        new(3, "rgb", deviation.Select(d => 1f / (255f * d)).ToArray(), mean.Zip(deviation, (m, d) => -m / d).ToArray());
}
