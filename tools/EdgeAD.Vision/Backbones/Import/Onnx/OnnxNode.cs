using Google.Protobuf;

namespace EdgeAD.Vision.Backbones.Import.Onnx;

/// <summary>One operator of an ONNX graph (NodeProto) with its attributes.</summary>
internal sealed class OnnxNode
{
    private readonly Dictionary<string, (long I, float F, string S, List<long> Ints, List<float> Floats)> _attributes = new(StringComparer.Ordinal);

    public string Name { get; private set; } = "";

    public string Operator { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>The tensor of a Constant node, or null.</summary>
    public OnnxTensor? Value { get; private set; }

    public static OnnxNode Parse(ByteString bytes)
    {
        var node = new OnnxNode();
        CodedInputStream input = bytes.CreateCodedInput();
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    node.Inputs.Add(input.ReadString());
                    break;
                case 2:
                    node.Outputs.Add(input.ReadString());
                    break;
                case 3:
                    node.Name = input.ReadString();
                    break;
                case 4:
                    node.Operator = input.ReadString();
                    break;
                case 5:
                    node.ReadAttribute(input.ReadBytes().CreateCodedInput());
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return node;
    }

    public long Int(string name, long otherwise) => _attributes.TryGetValue(name, out var a) ? a.I : otherwise;

    public float Float(string name, float otherwise) => _attributes.TryGetValue(name, out var a) ? a.F : otherwise;

    public string Text(string name, string otherwise) => _attributes.TryGetValue(name, out var a) ? a.S : otherwise;

    public IReadOnlyList<long> Ints(string name) => _attributes.TryGetValue(name, out var a) ? a.Ints : [];

    private void ReadAttribute(CodedInputStream input)
    {
        string name = "", s = "";
        (long i, float f) = (0, 0);
        List<long> ints = [];
        List<float> floats = [];
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 2:
                    f = input.ReadFloat();
                    break;
                case 3:
                    i = input.ReadInt64();
                    break;
                case 4:
                    s = input.ReadBytes().ToStringUtf8();
                    break;
                case 5:
                    Value = OnnxTensor.Parse(input.ReadBytes());
                    break;
                case 7:
                    Protobuf.Floats(input, tag, floats);
                    break;
                case 8:
                    Protobuf.Integers(input, tag, ints);
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        _attributes[name] = (i, f, s, ints, floats);
    }
}
