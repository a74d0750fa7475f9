using System.Runtime.InteropServices;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>Writes ONNX models as exporters do: PyTorch's symmetric pads or Keras' asymmetric ones, batch norm apart or folded, a classifier at the end.</summary>
public sealed class OnnxWriter(NormedNet net)
{
    /// <summary>Epsilon of the batch norm operators.</summary>
    public const float Epsilon = 1e-5f;

    private readonly ProtoMessage _graph = new();

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
            Tensor("picture_scale", [1], [2f / 255]);
            Tensor("picture_shift", [1], [-1]);
            Node("Mul", [last, "picture_scale"], "picture_scaled");
            Node("Add", ["picture_scaled", "picture_shift"], last = "picture_ready");
        }

        var values = new Dictionary<string, string> { [BackboneLayer.PictureInput] = last };
        foreach (BackboneLayer layer in net.Shape.Layers)
        {
            values[layer.Name] = last = layer.Op == LayerOp.Add
                ? Node("Add", [values[layer.Inputs[0]], values[layer.Inputs[1]]], layer.Name)
                : Convolution(layer, values[layer.Inputs[0]]);
            if (Stranger is not null && layer == net.Shape.Layers[0])
                values[layer.Name] = last = Node(Stranger, [last], "stranger");
        }

        Node("GlobalAveragePool", [last], "pooled");
        Node("Flatten", ["pooled"], "flat");
        int channels = net.Shape.Layers[^1].OutChannels;
        Tensor("classes.weight", [3, channels], Enumerable.Range(0, 3 * channels).Select(i => i * 0.01f).ToArray());
        Tensor("classes.bias", [3], [0, 1, 2]);
        Node("Gemm", ["flat", "classes.weight", "classes.bias"], "scores", Attribute("transB", 1));
        _graph.Text(2, "net").Message(11, Value("picture", 1, 3, Side, Side));
        foreach (string output in (string[])["scores", .. Taps])
            _graph.Message(12, Value(output));
        return new ProtoMessage().Integer(1, 8).Text(2, Torch ? "pytorch" : "tf2onnx").Message(7, _graph)
            .Message(8, new ProtoMessage().Text(1, "").Integer(2, 13)).ToArray();
    }

    /// <summary>A model's bytes with more outputs: messages that stand twice are merged, so an appended graph adds to the first.</summary>
    public static byte[] WithOutputs(byte[] model, params string[] values)
    {
        var more = new ProtoMessage();
        foreach (string value in values)
            more.Message(12, Value(value));
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
        Tensor(layer.Name + ".w", shape, weights.Weight);
        Tensor(layer.Name + ".b", [layer.OutChannels], weights.Bias);
        bool wide = layer.Op != LayerOp.Pointwise, late = wide && !Torch && layer.Stride == 2;
        string made = FoldNorms && plain ? layer.Name : layer.Name + "_conv";
        Node(
            "Conv",
            [input, layer.Name + ".w", layer.Name + ".b"],
            made,
            Attribute("kernel_shape", wide ? [3, 3] : [1, 1]),
            Attribute("strides", [layer.Stride, layer.Stride]),
            Attribute("pads", !wide ? [0, 0, 0, 0] : late ? [0, 0, 1, 1] : [1, 1, 1, 1]),
            Attribute("group", layer.Op == LayerOp.Depthwise3x3 ? layer.InChannels : 1));
        if (!FoldNorms)
        {
            Tensor(layer.Name + ".g", [gamma.Length], gamma);
            Tensor(layer.Name + ".s", [gamma.Length], beta);
            Tensor(layer.Name + ".m", [gamma.Length], mean);
            Tensor(layer.Name + ".v", [gamma.Length], variance);
            string[] inputs = [made, layer.Name + ".g", layer.Name + ".s", layer.Name + ".m", layer.Name + ".v"];
            made = Node("BatchNormalization", inputs, plain ? layer.Name : layer.Name + "_bn", Attribute("epsilon", Epsilon));
        }

        if (plain)
            return made;
        Tensor(layer.Name + ".low", [], [0]);
        Tensor(layer.Name + ".high", [], [6]);
        return Node("Clip", [made, layer.Name + ".low", layer.Name + ".high"], layer.Name);
    }

    private string Node(string op, string[] inputs, string output, params ProtoMessage[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, "/" + output).Text(4, op);
        foreach (ProtoMessage attribute in attributes)
            node.Message(5, attribute);
        _graph.Message(1, node);
        return output;
    }

    private void Tensor(string name, long[] shape, float[] values)
    {
        var tensor = new ProtoMessage();
        foreach (long d in shape)
            tensor.Integer(1, d);
        _graph.Message(5, tensor.Integer(2, 1).Text(8, name).Bytes(9, MemoryMarshal.AsBytes(values.AsSpan())));
    }

    private static ProtoMessage Attribute(string name, long value) => new ProtoMessage().Text(1, name).Integer(3, value).Integer(20, 2);

    private static ProtoMessage Attribute(string name, float value) => new ProtoMessage().Text(1, name).Single(2, value).Integer(20, 1);

    private static ProtoMessage Attribute(string name, long[] values)
    {
        var attribute = new ProtoMessage().Text(1, name);
        foreach (long v in values)
            attribute.Integer(8, v);
        return attribute.Integer(20, 7);
    }

    private static ProtoMessage Value(string name, params long[] shape)
    {
        var dimensions = new ProtoMessage();
        foreach (long d in shape)
            dimensions.Message(1, new ProtoMessage().Integer(1, d));
        var type = new ProtoMessage().Integer(1, 1);
        if (shape.Length > 0)
            type.Message(2, dimensions);
        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, type));
    }
}
