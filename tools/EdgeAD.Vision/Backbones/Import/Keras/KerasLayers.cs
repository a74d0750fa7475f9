namespace EdgeAD.Vision.Backbones.Import.Keras;

/// <summary>Keras layers with weights as source nodes in PyTorch's layout.</summary>
internal sealed class KerasLayers(KerasTensors tensors, string source)
{
    /// <summary>Conv2D: kernel <c>[k][k][in][out]</c>.</summary>
    public SourceNode Convolution(string name, string layer, string input, int stride, bool same, Activation activation, int groups = 1)
    {
        int[] s = Square(layer, "kernel");
        float[] from = tensors.Floats(layer, "kernel");
        (int k, int inputs, int outputs) = (s[0], s[2], s[3]);
        var weight = new float[from.Length];
        for (int y = 0, i = 0; y < k; y++)
            for (int x = 0; x < k; x++)
                for (int c = 0; c < inputs; c++)
                    for (int o = 0; o < outputs; o++, i++)
                        weight[((o * inputs + c) * k + y) * k + x] = from[i];
        return new SourceNode(name, "Conv2D", SourceOp.Convolution, input)
        {
            Weight = weight, Bias = Bias(layer), Kernel = k, Stride = stride, Groups = groups, OutChannels = outputs, Same = same, Activation = activation,
        };
    }

    /// <summary>DepthwiseConv2D: kernel <c>[k][k][in][multiplier]</c>.</summary>
    public SourceNode Depthwise(string name, string layer, string input, int stride, bool same, Activation activation)
    {
        string variable = tensors.Has(layer, "depthwise_kernel") ? "depthwise_kernel" : "kernel";
        int[] s = Square(layer, variable);
        float[] from = tensors.Floats(layer, variable);
        (int k, int outputs) = (s[0], s[2] * s[3]);
        var weight = new float[from.Length];
        for (int p = 0, i = 0; p < k * k; p++)
            for (int o = 0; o < outputs; o++, i++)
                weight[o * k * k + p] = from[i];
        return new SourceNode(name, "DepthwiseConv2D", SourceOp.Convolution, input)
        {
            Weight = weight, Bias = Bias(layer), Kernel = k, Stride = stride, Groups = s[2], OutChannels = outputs, Same = same, Activation = activation,
        };
    }

    /// <summary>BatchNormalization as scale and offset.</summary>
    public SourceNode Norm(string name, string layer, string input, double epsilon)
    {
        float[] mean = tensors.Floats(layer, "moving_mean"), variance = tensors.Floats(layer, "moving_variance");
        float[]? gamma = tensors.Has(layer, "gamma") ? tensors.Floats(layer, "gamma") : null;
        float[]? beta = tensors.Has(layer, "beta") ? tensors.Floats(layer, "beta") : null;
        float[] scale = variance.Select((v, c) => (float)((gamma?[c] ?? 1) / Math.Sqrt(v + epsilon))).ToArray();
        float[] offset = mean.Select((m, c) => (float)((beta?[c] ?? 0) - (double)m * scale[c])).ToArray();
        return new SourceNode(name, "BatchNormalization", SourceOp.Affine, input) { Scale = scale, Offset = offset };
    }

    private float[]? Bias(string layer) => tensors.Has(layer, "bias") ? tensors.Floats(layer, "bias") : null;

    private int[] Square(string layer, string variable)
    {
        int[] s = tensors.Shape(layer, variable);
        return s.Length == 4 && s[0] == s[1]
            ? s
            : throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{source}: '{layer}' has a kernel of [{string.Join(',', s)}], only square ones are supported");
    }
}
