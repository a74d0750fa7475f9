namespace EdgeAD.Kernels.Tests;

/// <summary>Every operator vector through the exported row functions, at every alignment of input and output.</summary>
public sealed unsafe class OperatorTests
{
    private const int Conv = 0, Depthwise = 1, Pointwise = 2, Add = 3;

    private static readonly Dictionary<string, byte[][]> Cases = VectorFile.Read("operators.bin");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void LayerHasTheSizeOfTheCStruct() => Assert.Equal(72, sizeof(NativeLayer));

    [Theory]
    [MemberData(nameof(Names))]
    public void RowsAreByteIdentical(string name)
    {
        var arrays = Cases[name];
        using var weights = new AlignedMemory(arrays[3]);
        using var bias = new AlignedMemory(arrays[4]);
        using var multiplier = new AlignedMemory(arrays[5]);
        using var shift = new AlignedMemory(arrays[6]);
        using var pad = new AlignedMemory(arrays[7]);
        var layer = LayerOf(VectorFile.Numbers(arrays[0]));
        layer.Weights = (sbyte*)weights.Data;
        layer.Bias = (int*)bias.Data;
        layer.Multiplier = (int*)multiplier.Data;
        layer.Shift = (sbyte*)shift.Data;
        layer.Pad = (sbyte*)pad.Data;
        for (var offset = 0; offset < 16; offset++)
        {
            Assert.Equal(arrays[8], Run(layer, arrays[1], arrays[2], offset));
        }
    }

    private static NativeLayer LayerOf(int[] p) => new()
    {
        Op = (byte)p[0],
        InRows = (ushort)p[1],
        InColumns = (ushort)p[2],
        InChannels = (ushort)p[3],
        OutRows = (ushort)p[4],
        OutColumns = (ushort)p[5],
        OutChannels = (ushort)p[6],
        Stride = (byte)p[7],
        PadTop = (byte)p[8],
        PadLeft = (byte)p[9],
        ClampMin = (sbyte)p[10],
        ClampMax = (sbyte)p[11],
        ZeroPoint = (sbyte)p[12],
        InZeroPoint = (sbyte)p[13],
        In2ZeroPoint = (sbyte)p[14],
    };

    private static byte[] Run(NativeLayer layer, byte[] firstMap, byte[] secondMap, int offset)
    {
        using var first = new AlignedMemory(firstMap, offset);
        using var second = new AlignedMemory(secondMap, (offset + 5) % 16);
        using var output = new AlignedMemory(layer.OutRows * layer.OutColumns * layer.OutChannels, (offset * 7) % 16);
        var inBytes = layer.InColumns * layer.InChannels;
        var outBytes = layer.OutColumns * layer.OutChannels;
        var rows = stackalloc sbyte*[3];
        for (var y = 0; y < layer.OutRows; y++)
        {
            for (var k = 0; k < 3; k++)
            {
                var row = layer.Op is Conv or Depthwise ? (y * layer.Stride) - layer.PadTop + k : y;
                var source = layer.Op == Add && k == 1 ? second.Data : first.Data;
                rows[k] = row >= 0 && row < layer.InRows ? (sbyte*)source + (row * inBytes) : null;
            }

            var target = (sbyte*)output.Data + (y * outBytes);
            switch (layer.Op)
            {
                case Conv: NativeKernels.Conv3x3Row(&layer, rows, target); break;
                case Depthwise: NativeKernels.Depthwise3x3Row(&layer, rows, target); break;
                case Pointwise: NativeKernels.PointwiseRow(&layer, rows, target); break;
                default: NativeKernels.AddRow(&layer, rows, target); break;
            }
        }

        Assert.True(output.Intact, "wrote beside its output");
        return output.Span.ToArray();
    }
}
