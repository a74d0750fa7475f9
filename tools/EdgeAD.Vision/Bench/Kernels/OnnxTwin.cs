using EdgeAD.Schema;
using EdgeAD.Vision.Backbones.Export;
using static EdgeAD.Vision.Backbones.Export.OnnxGraph;

namespace EdgeAD.Vision.Bench;

/// <summary>The backbone of a model file for another runtime to be timed on: the same layers and shapes with random weights, in float or quantised.</summary>
internal sealed class OnnxTwin
{
    private const string QuantisedDomain = "com.microsoft";
    private readonly Network _network;
    private readonly bool _quantised;
    private readonly OnnxGraph _graph = new();
    private readonly Random _random = new(1);

    private OnnxTwin(Network network, bool quantised) => (_network, _quantised) = (network, quantised);

    /// <summary>Writes the graph.</summary>
    /// <param name="network">Layers of a model file.</param>
    /// <param name="quantised">uint8 maps, int8 weights with a scale per channel, operators that take and give integers; else float.</param>
    public static byte[] Write(Network network, bool quantised) => new OnnxTwin(network, quantised).Write();

    private byte[] Write()
    {
        Tensor picture = _network.Tensors(0)!.Value;
        _graph.Input("t0", _quantised, 1, picture.Channels, picture.Rows, picture.Columns);
        if (_quantised)
        {
            _graph.Tensor("scale", [], [6f / 255]);
            _graph.Bytes("zero", [], [0]);
        }

        for (int i = 0; i < _network.LayersLength; i++)
            Add(_network.Layers(i)!.Value, i + 1);
        _graph.Output($"t{_network.LayersLength}", _quantised);
        return _quantised ? _graph.ToModel("edgead", QuantisedDomain) : _graph.ToModel("edgead");
    }

    private void Add(Layer layer, int output)
    {
        string name = $"t{output}", x = $"t{layer.Input}";
        if (layer.Op == Op.Add)
        {
            string y = $"t{layer.Input2}";
            if (_quantised)
                _graph.Node("QLinearAdd", QuantisedDomain, [x, "scale", "zero", y, "scale", "zero", "scale", "zero"], name);
            else
                _graph.Node("Add", [x, y], name);
            return;
        }

        int ins = _network.Tensors(layer.Input)!.Value.Channels, outs = _network.Tensors(output)!.Value.Channels, side = layer.Op == Op.Pointwise ? 1 : 3;
        bool depthwise = layer.Op == Op.Depthwise3x3;
        long[] shape = [outs, depthwise ? 1 : ins, side, side];
        int count = (int)(shape[0] * shape[1] * shape[2] * shape[3]), fanIn = count / outs;
        var attributes = new[]
        {
            Attribute("kernel_shape", [side, side]), Attribute("strides", [layer.Stride, layer.Stride]), Attribute("group", depthwise ? ins : 1),
            Attribute("pads", Pads(layer, output)),
        };
        if (_quantised)
        {
            // Deviation sqrt(2 / inputs): as many squares leave a rectified layer as enter it, so the last map is as lively as the picture.
            _graph.SignedBytes(name + ".w", shape, [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))]);
            _graph.Tensor(name + ".ws", [outs], [.. Enumerable.Repeat(1 / (52f * MathF.Sqrt(fanIn)), outs)]);
            _graph.SignedBytes(name + ".wz", [outs], new sbyte[outs]);
            _graph.Integers(name + ".b", [outs], new int[outs]);
            _graph.Node("QLinearConv", [x, "scale", "zero", name + ".w", name + ".ws", name + ".wz", "scale", "zero", name + ".b"], name, attributes);
            return;
        }

        _graph.Tensor(name + ".w", shape, [.. Enumerable.Range(0, count).Select(_ => (float)((_random.NextDouble() - 0.5) * 4 / Math.Sqrt(fanIn)))]);
        _graph.Tensor(name + ".b", [outs], new float[outs]);
        if (IsLinear(layer, outs, ins))
        {
            _graph.Node("Conv", [x, name + ".w", name + ".b"], name, attributes);
            return;
        }

        _graph.Node("Conv", [x, name + ".w", name + ".b"], name + ".sum", attributes);
        _graph.Tensor(name + ".low", [], [0f]);
        _graph.Tensor(name + ".high", [], [6f]);
        _graph.Node("Clip", [name + ".sum", name + ".low", name + ".high"], name);
    }

    /// <summary>Layers that narrow are the linear ones of MobileNetV2; the runtime fuses clamps of the others, so this decides little.</summary>
    private static bool IsLinear(Layer layer, int outs, int ins) => layer.Op == Op.Pointwise && outs < ins;

    /// <summary>Top, left, bottom, right: what is missing for an output of that size.</summary>
    private long[] Pads(Layer layer, int output)
    {
        if (layer.Op == Op.Pointwise)
            return [0, 0, 0, 0];
        Tensor to = _network.Tensors(output)!.Value, from = _network.Tensors(layer.Input)!.Value;
        int Behind(int outs, int ins, int before) => Math.Max(0, ((outs - 1) * layer.Stride) + 3 - before - ins);
        return [layer.PadTop, layer.PadLeft, Behind(to.Rows, from.Rows, layer.PadTop), Behind(to.Columns, from.Columns, layer.PadLeft)];
    }
}
