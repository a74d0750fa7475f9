using System.Runtime.InteropServices;

namespace EdgeAD.Kernels.Tests;

/// <summary>The model files through the public API: scores, cells and feature maps, whole frames and row by row.</summary>
public sealed unsafe class EngineTests
{
    private static readonly Dictionary<string, byte[][]> Golden = VectorFile.Read("golden.bin");
    private static readonly Dictionary<string, byte[][]> Maps = VectorFile.Read("maps.bin");
    private static readonly int[] BytesPerPixel = [3, 1, 2, 2, 2];

    public static TheoryData<string> GoldenNames => [.. Golden.Keys];

    public static TheoryData<string> ModelNames => [.. Maps.Keys];

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void WholeFramesAreByteIdentical(string name)
    {
        using var engine = new NativeEngine(VectorFile.Text(Golden[name][0]));
        var source = SourceOf(Golden[name]);
        NativeResult result;
        fixed (byte* pixels = Golden[name][2])
        {
            Assert.Equal(0, NativeKernels.ScoreFrame(engine.Handle, &source, pixels, StrideOf(source), &result));
        }

        CheckResult(Golden[name], result);
        Assert.True(engine.Intact);
    }

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void RowByRowIsByteIdentical(string name)
    {
        using var engine = new NativeEngine(VectorFile.Text(Golden[name][0]));
        var source = SourceOf(Golden[name]);
        var stride = (int)StrideOf(source);
        NativeResult result;
        Assert.Equal(0, NativeKernels.Begin(engine.Handle, &source));
        for (var y = 0; y < source.Height; y++)
        {
            using var row = new AlignedMemory(Golden[name][2].AsSpan(y * stride, stride), y % 16);
            Assert.Equal(0, NativeKernels.PushRows(engine.Handle, row.Data, 0, 1));
        }

        Assert.Equal(0, NativeKernels.Finish(engine.Handle, &result));
        CheckResult(Golden[name], result);
        Assert.True(engine.Intact);
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void FeatureMapsAreByteIdentical(string model)
    {
        using var engine = new NativeEngine(model);
        var golden = Golden.Values.First(g => VectorFile.Text(g[0]) == model);
        var source = SourceOf(golden);
        byte[][] expected = [.. Maps[model][..^1], MemoryMarshal.AsBytes<short>([.. VectorFile.Numbers(Maps[model][^1]).Select(v => (short)v)]).ToArray()];
        var maps = expected.Select(m => new AlignedMemory(m.Length)).ToArray();
        var taps = maps.Select(m => new NativeTap { Destination = m.Data, Bytes = (nuint)m.Length }).ToArray();
        NativeResult result;
        fixed (NativeTap* pointer = taps)
        fixed (byte* pixels = golden[2])
        {
            Assert.Equal(0, NativeKernels.SetTaps(engine.Handle, pointer));
            Assert.Equal(0, NativeKernels.ScoreFrame(engine.Handle, &source, pixels, StrideOf(source), &result));
            Assert.Equal(0, NativeKernels.SetTaps(engine.Handle, null));
        }

        for (var t = 0; t < maps.Length; t++)
        {
            Assert.Equal(expected[t], maps[t].Span.ToArray());
            Assert.True(maps[t].Intact);
            maps[t].Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(ModelNames))]
    public void SelfTestPasses(string model)
    {
        using var engine = new NativeEngine(model);
        NativeDiagnosis diagnosis;
        Assert.Equal(0, NativeKernels.SelfTest(engine.Handle, &diagnosis));
    }

    [Fact]
    public void VersionIsTheOneOfTheHeader() => Assert.Equal(500u, NativeKernels.Version());

    private static NativeSource SourceOf(byte[][] golden)
    {
        var numbers = VectorFile.Numbers(golden[1]);
        return new NativeSource { Format = (uint)numbers[0], Width = (uint)numbers[1], Height = (uint)numbers[2] };
    }

    private static nuint StrideOf(NativeSource source) => source.Width * (nuint)BytesPerPixel[source.Format];

    private static void CheckResult(byte[][] golden, NativeResult result)
    {
        var cells = new ReadOnlySpan<byte>(result.Cells, (int)(result.Rows * result.Columns * sizeof(float)));
        Assert.Equal(golden[3], cells.ToArray());
        Assert.Equal(golden[4], MemoryMarshal.AsBytes([result.Score, result.Threshold]).ToArray());
        Assert.Equal(result.Score > result.Threshold ? 1u : 0u, result.Reject);
    }
}
