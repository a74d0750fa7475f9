using System.Buffers.Binary;
using Google.Protobuf;

namespace EdgeAD.Vision.Backbones.Import.Onnx;

/// <summary>A constant of an ONNX graph (TensorProto), as far as weights and shapes need it.</summary>
internal sealed class OnnxTensor
{
    private const int Float = 1, Int64 = 7, Float16 = 10, Double = 11;
    private readonly List<float> _floats = [];
    private readonly List<long> _integers = [];
    private byte[]? _raw;
    private int _type;
    private bool _external;

    public string Name { get; private set; } = "";

    public List<long> Dimensions { get; } = [];

    public static OnnxTensor Parse(ByteString bytes)
    {
        var tensor = new OnnxTensor();
        CodedInputStream input = bytes.CreateCodedInput();
        while (input.ReadTag() is var tag && tag != 0)
        {
            switch (WireFormat.GetTagFieldNumber(tag))
            {
                case 1:
                    Protobuf.Integers(input, tag, tensor.Dimensions);
                    break;
                case 2:
                    tensor._type = input.ReadInt32();
                    break;
                case 4:
                    Protobuf.Floats(input, tag, tensor._floats);
                    break;
                case 5 or 7:
                    Protobuf.Integers(input, tag, tensor._integers);
                    break;
                case 8:
                    tensor.Name = input.ReadString();
                    break;
                case 9:
                    tensor._raw = input.ReadBytes().ToByteArray();
                    break;
                case 14:
                    tensor._external = input.ReadInt32() == 1;
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        return tensor;
    }

    /// <summary>Values as float32, in row-major order.</summary>
    public float[] ToFloats(string source)
    {
        if (_external)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{source}: the tensor '{Name}' lies in another file", "export the model with its weights inside (one file)");
        if (_raw is null)
            return _type == Float || _floats.Count > 0 ? [.. _floats] : _integers.Select(i => (float)i).ToArray();
        int size = _type switch { Float => 4, Float16 => 2, Double => 8, Int64 => 8, _ => throw Unknown(source) };
        var values = new float[_raw.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = _raw.AsSpan(i * size, size);
            values[i] = _type switch
            {
                Float => BinaryPrimitives.ReadSingleLittleEndian(at),
                Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(at),
                Double => (float)BinaryPrimitives.ReadDoubleLittleEndian(at),
                _ => BinaryPrimitives.ReadInt64LittleEndian(at),
            };
        }

        return values;
    }

    private EdgeAdException Unknown(string source) =>
        new(ErrorCode.BackboneUnsupported, $"{source}: the tensor '{Name}' has the ONNX type {_type}, which is not supported", "export the model in float32");
}
