using Google.Protobuf;

namespace EdgeAD.Vision.Backbones.Import.Onnx;

/// <summary>The parts of an ONNX ModelProto that matter here, read field by field (onnx.proto, IR version 3 and later).</summary>
internal sealed class OnnxModel
{
    public string Producer { get; private set; } = "";

    public List<OnnxNode> Nodes { get; } = [];

    public Dictionary<string, OnnxTensor> Constants { get; } = new(StringComparer.Ordinal);

    /// <summary>Graph inputs with their dimensions; -1 where the size is open.</summary>
    public List<(string Name, List<long> Shape)> Inputs { get; } = [];

    /// <summary>Reads a model; null when the bytes are no ONNX model with a graph.</summary>
    public static OnnxModel? TryParse(byte[] bytes)
    {
        var model = new OnnxModel();
        bool hasGraph = false;
        var input = new CodedInputStream(bytes);
        try
        {
            while (input.ReadTag() is var tag && tag != 0)
            {
                switch (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag))
                {
                    case (2, WireFormat.WireType.LengthDelimited):
                        model.Producer = input.ReadString();
                        break;
                    case (7, WireFormat.WireType.LengthDelimited):
                        model.ReadGraph(input.ReadBytes().CreateCodedInput());
                        hasGraph = true;
                        break;
                    default:
                        input.SkipLastField();
                        break;
                }
            }
        }
        catch (InvalidProtocolBufferException) when (!hasGraph)
        {
            return null;
        }

        return hasGraph && model.Nodes.Count > 0 ? model : null;
    }

    private void ReadGraph(CodedInputStream input)
    {
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    Nodes.Add(OnnxNode.Parse(input.ReadBytes()));
                    break;
                case 5:
                    OnnxTensor tensor = OnnxTensor.Parse(input.ReadBytes());
                    Constants[tensor.Name] = tensor;
                    break;
                case 11:
                    Inputs.Add(ReadValue(input.ReadBytes().CreateCodedInput()));
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        foreach (OnnxNode node in Nodes.Where(n => n.Operator == "Constant" && n.Value is not null && n.Outputs.Count > 0))
            Constants[node.Outputs[0]] = node.Value!;
    }

    // ValueInfoProto { name = 1, type = 2 { tensor_type = 1 { shape = 2 { dim = 1 { dim_value = 1 } } } } }
    private static (string, List<long>) ReadValue(CodedInputStream input)
    {
        string name = "";
        List<long> shape = [];
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    name = input.ReadString();
                    break;
                case 2:
                    CodedInputStream? at = Descend(Descend(input.ReadBytes().CreateCodedInput(), 1), 2);
                    while (at is not null && at.ReadTag() is var inner && inner != 0)
                    {
                        if (WireFormat.GetTagFieldNumber(inner) == 1)
                            shape.Add(ReadDimension(at.ReadBytes().CreateCodedInput()));
                        else
                            at.SkipLastField();
                    }

                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return (name, shape);
    }

    private static CodedInputStream? Descend(CodedInputStream? input, int field)
    {
        while (input is not null && input.ReadTag() is var tag && tag != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) == WireFormat.WireType.LengthDelimited)
                return input.ReadBytes().CreateCodedInput();
            input.SkipLastField();
        }

        return null;
    }

    private static long ReadDimension(CodedInputStream input)
    {
        long size = -1;
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == 1)
                size = input.ReadInt64();
            else
                input.SkipLastField();
        }

        return size;
    }
}
