using System.Globalization;

namespace EdgeAD.Vision.Backbones;

/// <summary>MobileNetV2 (Sandler et al. 2018) as keras-applications builds it, with the same layer names.</summary>
public static class MobileNetV2
{
    /// <summary>The deepest layer of the default backbone: the first layer beyond it would halve the grid to stride 32.</summary>
    public const string DefaultThrough = "block_13_expand";

    /// <summary>Width multipliers with a name of their own.</summary>
    public static IReadOnlyList<double> Alphas { get; } = [0.1, 0.35, 0.5, 1.0];

    // filters, stride of blocks 0..16
    private static readonly (int Filters, int Stride)[] Blocks =
    [
        (16, 1), (24, 2), (24, 1), (32, 2), (32, 1), (32, 1), (64, 2), (64, 1), (64, 1), (64, 1),
        (96, 1), (96, 1), (96, 1), (160, 2), (160, 1), (160, 1), (320, 1),
    ];

    /// <summary>keras-applications' rounding to a multiple of 8 that never loses more than a tenth.</summary>
    public static int MakeDivisible(double channels)
    {
        int rounded = Math.Max(8, (int)(channels + 4) / 8 * 8);
        return rounded < 0.9 * channels ? rounded + 8 : rounded;
    }

    /// <summary>The layers for RGB input up to and including <paramref name="through"/>.</summary>
    /// <exception cref="EdgeAdException">E1203 when there is no such layer, E1001 for an alpha out of range.</exception>
    public static IReadOnlyList<BackboneLayer> Layers(double alpha, string through = DefaultThrough, Padding padding = Padding.Same)
    {
        if (!(alpha is >= 0.05 and <= 2))
            throw new EdgeAdException(ErrorCode.InvalidOption, string.Create(CultureInfo.InvariantCulture, $"alpha {alpha} is out of range"), "use 0.1, 0.35, 0.5 or 1.0");
        var layers = new List<BackboneLayer>();
        string last = BackboneLayer.PictureInput;
        int channels = 3;

        void Append(string name, LayerOp op, int output, int stride, Activation activation)
        {
            layers.Add(new BackboneLayer(name, op, [last], channels, output, stride, padding, activation));
            (last, channels) = (name, output);
        }

        Append("Conv1", LayerOp.Conv3x3, MakeDivisible(32 * alpha), 2, Activation.Relu6);
        for (int i = 0; i < Blocks.Length; i++)
        {
            (string shortcut, int input) = (last, channels);
            string prefix = i == 0 ? "expanded_conv" : $"block_{i}";
            int output = MakeDivisible((int)(Blocks[i].Filters * alpha));
            if (i > 0)
                Append(prefix + "_expand", LayerOp.Pointwise, input * 6, 1, Activation.Relu6);
            Append(prefix + "_depthwise", LayerOp.Depthwise3x3, channels, Blocks[i].Stride, Activation.Relu6);
            Append(prefix + "_project", LayerOp.Pointwise, output, 1, Activation.None);
            if (input == output && Blocks[i].Stride == 1)
            {
                layers.Add(new BackboneLayer(prefix + "_add", LayerOp.Add, [shortcut, last], output, output, 1, padding, Activation.None));
                last = prefix + "_add";
            }
        }

        int at = layers.FindIndex(l => l.Name == through);
        if (at < 0)
            throw new EdgeAdException(ErrorCode.BackboneCut, $"'{through}' is no layer of MobileNetV2", "possible: block_6_expand, block_13_expand, ...");
        return layers.GetRange(0, at + 1);
    }

    /// <summary>A net with random weights (He et al. 2015), the reproducible starting point of training and the lower bar of comparisons.</summary>
    public static Backbone Random(double alpha, int seed, string through = DefaultThrough, Preprocessing? input = null)
    {
        IReadOnlyList<BackboneLayer> layers = Layers(alpha, through);
        var random = new Random(seed);
        var weights = new Dictionary<string, LayerWeights>(StringComparer.Ordinal);
        foreach (BackboneLayer l in layers.Where(l => l.Op != LayerOp.Add))
        {
            double deviation = Math.Sqrt((l.Activation == Activation.None ? 1.0 : 2.0) / l.FanIn);
            var weight = new float[l.WeightCount];
            for (int i = 0; i < weight.Length; i++)
                weight[i] = (float)(deviation * Gaussian(random));
            weights[l.Name] = new LayerWeights(weight, new float[l.OutChannels]);
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"mobilenet_v2_{alpha:0.0#}");
        string[] cut = layers.Any(l => l.Name == "block_6_expand") ? ["block_6_expand"] : [layers[^1].Name];
        return new Backbone(name, input ?? Preprocessing.PlusMinusOne, layers, weights, cut, "Apache-2.0", $"random weights, seed {seed}");
    }

    // Box-Muller
    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
