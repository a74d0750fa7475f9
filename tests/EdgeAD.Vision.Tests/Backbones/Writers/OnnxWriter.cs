using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Backbones.Export;
using static EdgeAD.Vision.Backbones.Export.OnnxGraph;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>Writes ONNX models as exporters do: PyTorch's symmetric pads or Keras' asymmetric ones, batch norm apart or folded, a classifier at the end.</summary>
public sealed class OnnxWriter(NormedNet net)
{
    /// <summary>Epsilon of the batch norm operators.</summary>
    public const float Epsilon = 1e-5f;

    private readonly OnnxGraph _graph = new();

    /// <summary>Symmetric padding and the producer name of PyTorch.</summary>
    public bool Torch { get; init; } = true;

    /// <summary>Folds batch norm before writing, as exporters in evaluation mode do.</summary>
    public bool FoldNorms { get; init; }

    /// <summary>An operator put after the stem that no backbone can hold, or null.</summary>
    public string? Stranger { get; init; }

    /// <summary>Multiplies and shifts the picture inside the graph.</summary>
    public bool ScaleInGraph { get; init; }

    /// <summary>Values listed as outputs besides the class scores: names of layers.</summary>
    public string[] Taps { get; init; } = [];

    /// <summary>Side of the input.</summary>
    public int Side { get; init; } = 64;

    public byte[] Write()
    {
        string last = "picture";
        if (ScaleInGraph)
        {
            _graph.Tensor("picture_scale", [1], [2f / 255]);
            _graph.Tensor("picture_shift", [1], [-1]);
            _graph.Node("Mul", [last, "picture_scale"], "picture_scaled");
            _graph.Node("Add", ["picture_scaled", "picture_shift"], last = "picture_ready");
        }

        var values = new Dictionary<string, string> { [BackboneLayer.PictureInput] = last };
        foreach (BackboneLayer layer in net.Shape.Layers)
        {
            values[layer.Name] = last = layer.Op == LayerOp.Add
                ? _graph.Node("Add", [values[layer.Inputs[0]], values[layer.Inputs[1]]], layer.Name)
                : Convolution(layer, values[layer.Inputs[0]]);
            if (Stranger is not null && layer == net.Shape.Layers[0])
                values[layer.Name] = last = _graph.Node(Stranger, [last], "stranger");
        }

        _graph.Node("GlobalAveragePool", [last], "pooled");
        _graph.Node("Flatten", ["pooled"], "flat");
        int channels = net.Shape.Layers[^1].OutChannels;
        _graph.Tensor("classes.weight", [3, channels], Enumerable.Range(0, 3 * channels).Select(i => i * 0.01f).ToArray());
        _graph.Tensor("classes.bias", [3], [0, 1, 2]);
        _graph.Node("Gemm", ["flat", "classes.weight", "classes.bias"], "scores", Attribute("transB", 1));
        _graph.Input("picture", bytes: false, 1, 3, Side, Side);
        foreach (string output in (string[])["scores", .. Taps])
            _graph.Output(output);
        return _graph.ToModel(Torch ? "pytorch" : "tf2onnx");
    }

    /// <summary>A model's bytes with more outputs: messages that stand twice are merged, so an appended graph adds to the first.</summary>
    public static byte[] WithOutputs(byte[] model, params string[] values)
    {
        var more = new ProtoMessage();
        foreach (string value in values)
            more.Message(12, Value(value, 1));
        return [.. model, .. new ProtoMessage().Message(7, more).ToArray()];
    }

    private string Convolution(BackboneLayer layer, string input)
    {
        LayerWeights weights = net.Shape.WeightsOf(layer.Name);
        var (gamma, beta, mean, variance) = net.Norms[layer.Name];
        if (FoldNorms)
            weights = BatchNorm.Fold(weights, gamma, beta, mean, variance, Epsilon);
        long[] shape = [.. layer.WeightShape.Select(d => (long)d)];
        bool plain = layer.Activation == Activation.None;
        _graph.Tensor(layer.Name + ".w", shape, weights.Weight);
        _graph.Tensor(layer.Name + ".b", [layer.OutChannels], weights.Bias);
        bool wide = layer.Op != LayerOp.Pointwise, late = wide && !Torch && layer.Stride == 2;
        string made = FoldNorms && plain ? layer.Name : layer.Name + "_conv";
        _graph.Node(
            "Conv",
            [input, layer.Name + ".w", layer.Name + ".b"],
            made,
            Attribute("kernel_shape", wide ? [3, 3] : [1, 1]),
            Attribute("strides", [layer.Stride, layer.Stride]),
            Attribute("pads", !wide ? [0, 0, 0, 0] : late ? [0, 0, 1, 1] : [1, 1, 1, 1]),
            Attribute("group", layer.Op == LayerOp.Depthwise3x3 ? layer.InChannels : 1));
        if (!FoldNorms)
        {
            _graph.Tensor(layer.Name + ".g", [gamma.Length], gamma);
            _graph.Tensor(layer.Name + ".s", [gamma.Length], beta);
            _graph.Tensor(layer.Name + ".m", [gamma.Length], mean);
            _graph.Tensor(layer.Name + ".v", [gamma.Length], variance);
            string[] inputs = [made, layer.Name + ".g", layer.Name + ".s", layer.Name + ".m", layer.Name + ".v"];
            made = _graph.Node("BatchNormalization", inputs, plain ? layer.Name : layer.Name + "_bn", Attribute("epsilon", Epsilon));
        }

        if (plain)
            return made;
        _graph.Tensor(layer.Name + ".low", [], [0]);
        _graph.Tensor(layer.Name + ".high", [], [6]);
        return _graph.Node("Clip", [made, layer.Name + ".low", layer.Name + ".high"], layer.Name);
    }
}
