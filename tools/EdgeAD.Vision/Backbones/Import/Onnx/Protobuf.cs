using Google.Protobuf;

namespace EdgeAD.Vision.Backbones.Import.Onnx;

/// <summary>Repeated numbers of a message, packed or not.</summary>
internal static class Protobuf
{
    public static void Integers(CodedInputStream input, uint tag, List<long> to)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
        {
            to.Add(input.ReadInt64());
            return;
        }

        CodedInputStream packed = input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
            to.Add(packed.ReadInt64());
    }

    public static void Floats(CodedInputStream input, uint tag, List<float> to)
    {
        if (WireFormat.GetTagWireType(tag) != WireFormat.WireType.LengthDelimited)
        {
            to.Add(input.ReadFloat());
            return;
        }

        CodedInputStream packed = input.ReadBytes().CreateCodedInput();
        while (!packed.IsAtEnd)
            to.Add(packed.ReadFloat());
    }
}
