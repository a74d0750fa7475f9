using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Quantization;

/// <summary>A truncated backbone at a given input size, in kernel layouts, before quantisation.</summary>
/// <remarks>The kernels' input is <c>q = pixel - 128</c>. Scale, offset and channel order of the preprocessing are folded into the first layer.</remarks>
internal sealed class FloatNetwork
{
    private FloatNetwork(int channels, IReadOnlyList<FloatLayer> layers, IReadOnlyList<(int Rows, int Columns)> sizes, IReadOnlyDictionary<string, int> tensors)
    {
        (InputChannels, Layers, Sizes, TensorOf) = (channels, layers, sizes, tensors);
    }

    /// <summary>3 (RGB) or 1 (luma).</summary>
    public int InputChannels { get; }

    /// <summary>Layers; layer i computes tensor i + 1.</summary>
    public IReadOnlyList<FloatLayer> Layers { get; }

    /// <summary>Rows and columns of every tensor.</summary>
    public IReadOnlyList<(int Rows, int Columns)> Sizes { get; }

    /// <summary>Tensor that a layer of that name computes.</summary>
    public IReadOnlyDictionary<string, int> TensorOf { get; }

    /// <summary>The same network with other weights or another order of channels.</summary>
    public FloatNetwork With(IReadOnlyList<FloatLayer> layers) => new(InputChannels, layers, Sizes, TensorOf);

    /// <summary>Channels of a tensor.</summary>
    public int ChannelsOf(int tensor) => tensor == 0 ? InputChannels : Layers[tensor - 1].Source.OutChannels;

    /// <summary>Layers that read a tensor.</summary>
    public IEnumerable<FloatLayer> ReadersOf(int tensor) => Layers.Where(l => l.Inputs.Contains(tensor));

    /// <summary>Prepares a backbone.</summary>
    /// <param name="backbone">Truncated at its cuts.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="grey">Feed luma instead of colour: the first layer's weights are added up over the colours, a third of its work.</param>
    public static FloatNetwork From(Backbone backbone, int width, int height, bool grey)
    {
        int channels = grey || backbone.Input.Channels == 1 ? 1 : 3;
        var tensors = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = 0 };
        var sizes = new List<(int Rows, int Columns)> { (height, width) };
        var layers = new List<FloatLayer>();
        foreach (BackboneLayer layer in backbone.Layers)
        {
            int[] inputs = [.. layer.Inputs.Select(name => tensors[name])];
            FloatLayer prepared = Prepare(layer, backbone.WeightsOf(layer.Name), inputs);
            if (inputs.Contains(0))
                prepared = FoldPreprocessing(prepared, backbone.Input, channels);
            layers.Add(prepared);
            (int rows, int columns) = sizes[inputs[0]];
            sizes.Add((layer.OutputSize(rows), layer.OutputSize(columns)));
            tensors[layer.Name] = layers.Count;
        }

        return new FloatNetwork(channels, layers, sizes, tensors);
    }

    /// <summary>From PyTorch's [out][in][3][3] to the kernels' layouts.</summary>
    private static FloatLayer Prepare(BackboneLayer layer, LayerWeights source, int[] inputs)
    {
        (int ins, int outs) = (layer.InChannels, layer.OutChannels);
        float[] weights = new float[source.Weight.Length];
        switch (layer.Op)
        {
            case LayerOp.Conv3x3:
                for (int o = 0; o < outs; o++)
                for (int c = 0; c < ins; c++)
                for (int k = 0; k < 9; k++)
                    weights[(((o * 9) + k) * ins) + c] = source.Weight[(((o * ins) + c) * 9) + k];
                return new FloatLayer(layer, Op.Conv3x3, inputs, weights, source.Bias, null);
            case LayerOp.Depthwise3x3:
                for (int c = 0; c < outs; c++)
                for (int k = 0; k < 9; k++)
                    weights[(k * outs) + c] = source.Weight[(c * 9) + k];
                return new FloatLayer(layer, Op.Depthwise3x3, inputs, weights, source.Bias, null);
            case LayerOp.Pointwise:
                return new FloatLayer(layer, Op.Pointwise, inputs, source.Weight, source.Bias, null);
            default:
                return new FloatLayer(layer, Op.Add, inputs, [], [], null);
        }
    }

    /// <summary>
    /// The network sees <c>pixel * scale + offset</c> and zero outside the picture; with pixel = q + 128 weights become <c>w * scale</c>, the
    /// bias gains <c>w * (128 * scale + offset)</c> and outside means <c>q = -offset / scale - 128</c>.
    /// </summary>
    private static FloatLayer FoldPreprocessing(FloatLayer layer, Preprocessing input, int channels)
    {
        int ins = layer.Source.InChannels, outs = layer.Source.OutChannels;
        if (layer.Op != Op.Conv3x3)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"the first layer '{layer.Source.Name}' is not a 3x3 convolution", "such a backbone cannot read a picture");
        bool reversed = input.Color == "bgr";
        float[] weights = new float[outs * 9 * channels];
        float[] bias = [.. layer.Bias];
        double[] pads = new double[channels];
        for (int c = 0; c < ins; c++)
        {
            int target = channels == 1 ? 0 : reversed ? ins - 1 - c : c;
            double scale = input.Scale[c], offset = input.Offset[c];
            pads[target] += ((-offset / scale) - 128) * channels / ins;
            for (int o = 0; o < outs; o++)
            for (int k = 0; k < 9; k++)
            {
                double w = layer.Weights[(((o * 9) + k) * ins) + c];
                weights[(((o * 9) + k) * channels) + target] += (float)(w * scale);
                bias[o] += (float)(w * ((128 * scale) + offset));
            }
        }

        BackboneLayer source = layer.Source with { InChannels = channels };
        return layer with { Source = source, Weights = weights, Bias = bias, Pad = [.. pads.Select(p => (float)p)] };
    }
}
