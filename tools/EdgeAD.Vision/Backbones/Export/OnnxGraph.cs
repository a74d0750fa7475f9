using System.Runtime.InteropServices;

namespace EdgeAD.Vision.Backbones.Export;

/// <summary>Puts an ONNX model together, message by message; field numbers are those of onnx.proto.</summary>
internal sealed class OnnxGraph
{
    private const int Float32 = 1, UInt8 = 2, Int8 = 3, Int32 = 6;
    private readonly ProtoMessage _graph = new();

    /// <summary>Adds an operator and returns the name of its output.</summary>
    public string Node(string op, IReadOnlyList<string> inputs, string output, params ProtoMessage[] attributes) => Node(op, "", inputs, output, attributes);

    /// <summary>The same for an operator of another domain than ONNX's own.</summary>
    public string Node(string op, string domain, IReadOnlyList<string> inputs, string output, params ProtoMessage[] attributes)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, "/" + output).Text(4, op);
        foreach (ProtoMessage attribute in attributes)
            node.Message(5, attribute);
        if (domain.Length > 0)
            node.Text(7, domain);
        _graph.Message(1, node);
        return output;
    }

    public string Tensor(string name, long[] shape, float[] values) => Tensor(name, shape, Float32, MemoryMarshal.AsBytes(values.AsSpan()));

    public string Bytes(string name, long[] shape, byte[] values) => Tensor(name, shape, UInt8, values);

    public string SignedBytes(string name, long[] shape, sbyte[] values) => Tensor(name, shape, Int8, MemoryMarshal.AsBytes(values.AsSpan()));

    public string Integers(string name, long[] shape, int[] values) => Tensor(name, shape, Int32, MemoryMarshal.AsBytes(values.AsSpan()));

    public void Input(string name, bool bytes, params long[] shape) => _graph.Message(11, Value(name, bytes ? UInt8 : Float32, shape));

    public void Output(string name, bool bytes = false) => _graph.Message(12, Value(name, bytes ? UInt8 : Float32));

    /// <summary>The whole model.</summary>
    /// <param name="producer">Name of the exporter.</param>
    /// <param name="domains">Domains besides ONNX's own.</param>
    public byte[] ToModel(string producer, params string[] domains)
    {
        var model = new ProtoMessage().Integer(1, 8).Text(2, producer).Message(7, _graph.Text(2, "net"))
            .Message(8, new ProtoMessage().Text(1, "").Integer(2, 13));
        foreach (string domain in domains)
            model.Message(8, new ProtoMessage().Text(1, domain).Integer(2, 1));
        return model.ToArray();
    }

    public static ProtoMessage Attribute(string name, long value) => new ProtoMessage().Text(1, name).Integer(3, value).Integer(20, 2);

    public static ProtoMessage Attribute(string name, float value) => new ProtoMessage().Text(1, name).Single(2, value).Integer(20, 1);

    public static ProtoMessage Attribute(string name, long[] values)
    {
        var attribute = new ProtoMessage().Text(1, name);
        foreach (long v in values)
            attribute.Integer(8, v);
        return attribute.Integer(20, 7);
    }

    /// <summary>A value of the graph with its type; without a shape the reader works it out.</summary>
    public static ProtoMessage Value(string name, int type, params long[] shape)
    {
        var dimensions = new ProtoMessage();
        foreach (long d in shape)
            dimensions.Message(1, new ProtoMessage().Integer(1, d));
        var tensor = new ProtoMessage().Integer(1, type);
        if (shape.Length > 0)
            tensor.Message(2, dimensions);
        return new ProtoMessage().Text(1, name).Message(2, new ProtoMessage().Message(1, tensor));
    }

    private string Tensor(string name, long[] shape, int type, ReadOnlySpan<byte> raw)
    {
        var tensor = new ProtoMessage();
        foreach (long d in shape)
            tensor.Integer(1, d);
        _graph.Message(5, tensor.Integer(2, type).Text(8, name).Bytes(9, raw));
        return name;
    }
}
