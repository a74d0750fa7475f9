using System.Buffers.Binary;

namespace EdgeAD.Vision.Backbones.Import.TfLite;

/// <summary>A tensor of a TFLite model: constant weights are given back as float32, dequantised where they are integers.</summary>
internal sealed class TfLiteTensor
{
    private const int Float32 = 0, Float16 = 1, Int32 = 2, UInt8 = 3, Int8 = 9;
    private readonly byte[] _data;
    private readonly int _type, _axis;
    private readonly float[] _scales;
    private readonly long[] _zeroPoints;

    public TfLiteTensor(TfLiteTable table, byte[] data)
    {
        (Shape, _type, Name, _data) = (table.Ints(0), table.Byte(1), table.Text(3), data);
        TfLiteTable? quantization = table.Child(4);
        _scales = quantization?.Floats(2) ?? [];
        _zeroPoints = quantization?.Longs(3) ?? [];
        _axis = quantization?.Int(6) ?? 0;
    }

    public string Name { get; }

    public int[] Shape { get; }

    public bool IsConstant => _data.Length > 0;

    public bool IsInteger => _type is UInt8 or Int8;

    /// <summary>For a quantised picture input: the factor and summand that turn pixel values 0..255 into what the net computes with.</summary>
    public (float Scale, float Offset)? PixelScaling => _type switch
    {
        // int8 inputs are pixels minus 128
        Int8 when _scales.Length == 1 => (_scales[0], 0 - _scales[0] * (128 + _zeroPoints.FirstOrDefault())),
        UInt8 when _scales.Length == 1 => (_scales[0], 0 - _scales[0] * _zeroPoints.FirstOrDefault()),
        _ => null,
    };

    public float[] ToFloats(string source)
    {
        int size = _type switch
        {
            Float32 or Int32 => 4,
            Float16 => 2,
            Int8 or UInt8 => 1,
            _ => throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{source}: the tensor '{Name}' has the TFLite type {_type}, which is not supported", "export in float32 or int8"),
        };
        var values = new float[_data.Length / size];
        // elements per step along the quantised axis
        int inner = Shape.Skip(_axis + 1).Aggregate(1, (a, d) => a * Math.Max(1, d)), channels = Math.Max(1, _scales.Length);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = _data.AsSpan(i * size, size);
            if (_type is Float32 or Float16)
            {
                values[i] = _type == Float32 ? BinaryPrimitives.ReadSingleLittleEndian(at) : (float)BinaryPrimitives.ReadHalfLittleEndian(at);
                continue;
            }

            int raw = _type switch { Int8 => (sbyte)at[0], UInt8 => at[0], _ => BinaryPrimitives.ReadInt32LittleEndian(at) };
            int c = channels == 1 ? 0 : i / inner % channels;
            values[i] = (raw - (_zeroPoints.Length > c ? _zeroPoints[c] : 0)) * (_scales.Length > c ? _scales[c] : 1);
        }

        return values;
    }
}
