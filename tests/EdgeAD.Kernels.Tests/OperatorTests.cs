namespace EdgeAD.Kernels.Tests;

/// <summary>Every operator vector through the exported row functions.</summary>
public sealed unsafe class OperatorTests
{
    private const int Conv = 0, Depthwise = 1, Pointwise = 2, Add = 3;

    private static readonly Dictionary<string, byte[][]> Cases = VectorFile.Read("operators.bin");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Fact]
    public void LayerHasTheSizeOfTheCStruct() => Assert.Equal(104, sizeof(NativeLayer));

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
        using var groupShift = new AlignedMemory(arrays[8]);
        using var channelMin = new AlignedMemory(arrays[9]);
        using var channelMax = new AlignedMemory(arrays[10]);
        var layer = LayerOf(VectorFile.Numbers(arrays[0]));
        layer.Weights = (sbyte*)weights.Data;
        layer.Bias = (int*)bias.Data;
        layer.Multiplier = (int*)multiplier.Data;
        layer.Shift = (sbyte*)shift.Data;
        layer.Pad = (sbyte*)pad.Data;
        layer.GroupShift = groupShift.Data;
        layer.ChannelMin = (sbyte*)channelMin.Data;
        layer.ChannelMax = (sbyte*)channelMax.Data;
        Assert.Equal(arrays[11], Run(layer, arrays[1], arrays[2]));
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
        Requantisation = (byte)p[15],
    };

    private static byte[] Run(NativeLayer layer, byte[] firstMap, byte[] secondMap)
    {
        var (inBytes, outBytes) = (layer.InColumns * layer.InChannels, layer.OutColumns * layer.OutChannels);
        using var first = Rows(firstMap, layer.InRows, inBytes);
        using var second = Rows(secondMap, secondMap.Length == 0 ? 0 : layer.InRows, inBytes);
        using var output = new AlignedMemory(layer.OutRows * Pitch(outBytes));
        var rows = stackalloc sbyte*[3];
        for (var y = 0; y < layer.OutRows; y++)
        {
            for (var k = 0; k < 3; k++)
            {
                var row = layer.Op is Conv or Depthwise ? (y * layer.Stride) - layer.PadTop + k : y;
                var source = layer.Op == Add && k == 1 ? second.Data : first.Data;
                rows[k] = row >= 0 && row < layer.InRows ? (sbyte*)source + (row * Pitch(inBytes)) : null;
            }

            var target = (sbyte*)output.Data + (y * Pitch(outBytes));
            switch (layer.Op)
            {
                case Conv: NativeKernels.Conv3x3Row(&layer, rows, target); break;
                case Depthwise: NativeKernels.Depthwise3x3Row(&layer, rows, target); break;
                case Pointwise: NativeKernels.PointwiseRow(&layer, rows, target); break;
                default: NativeKernels.AddRow(&layer, rows, target); break;
            }
        }

        Assert.True(output.Intact, "wrote beside its output");
        return [.. Enumerable.Range(0, layer.OutRows).SelectMany(y => output.Span.Slice(y * Pitch(outBytes), outBytes).ToArray())];
    }

    /// <summary>From one row to the next: rows start at multiples of 16 bytes.</summary>
    private static int Pitch(int rowBytes) => (rowBytes + 15) / 16 * 16;

    private static AlignedMemory Rows(byte[] map, int rows, int rowBytes)
    {
        var memory = new AlignedMemory((rows * Pitch(rowBytes)) + 16); // slack behind the last row, which operators may read
        for (var y = 0; y < rows; y++)
            map.AsSpan(y * rowBytes, rowBytes).CopyTo(memory.Span[(y * Pitch(rowBytes))..]);
        return memory;
    }
}
