namespace EdgeAD.Vision.Backbones;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Name in the file.</param>
/// <param name="Type">Type as the format spells it: F64, F32, F16, BF16, I64, ...</param>
/// <param name="Shape">Dimensions, outermost first; empty for a scalar.</param>
/// <param name="Data">Little-endian bytes.</param>
public sealed record SafetensorsTensor(string Name, string Type, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Whether <see cref="ToFloats"/> understands the type.</summary>
    public bool IsFloat => Type is "F16" or "F32" or "F64" or "BF16";

    /// <summary>The values as float32.</summary>
    /// <exception cref="EdgeAdException">E1201 for a type that holds no floating-point numbers.</exception>
    public float[] ToFloats()
    {
        ReadOnlySpan<byte> bytes = Data.Span;
        int size = SafetensorsFile.SizeOf(Type);
        var values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(i * size, size);
            values[i] = Type switch
            {
                "F32" => System.Buffers.Binary.BinaryPrimitives.ReadSingleLittleEndian(at),
                "F16" => (float)System.Buffers.Binary.BinaryPrimitives.ReadHalfLittleEndian(at),
                "F64" => (float)System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(at),
                "BF16" => BitConverter.Int32BitsToSingle(System.Buffers.Binary.BinaryPrimitives.ReadUInt16LittleEndian(at) << 16),
                _ => throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"tensor '{Name}' has type {Type}, which holds no weights"),
            };
        }

        return values;
    }

    /// <summary>A tensor of float32, or of float16 when <paramref name="half"/>.</summary>
    public static SafetensorsTensor FromFloats(string name, IReadOnlyList<int> shape, ReadOnlySpan<float> values, bool half = false)
    {
        int size = half ? 2 : 4;
        var bytes = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            if (half)
                System.Buffers.Binary.BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * size), (Half)values[i]);
            else
                System.Buffers.Binary.BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * size), values[i]);
        }

        return new SafetensorsTensor(name, half ? "F16" : "F32", shape, bytes);
    }
}
