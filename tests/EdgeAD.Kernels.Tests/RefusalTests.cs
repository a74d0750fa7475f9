namespace EdgeAD.Kernels.Tests;

/// <summary>Model files with one thing wrong: .NET sees the status and the text that the C tests see.</summary>
public sealed unsafe class RefusalTests
{
    private const int Argument = 1, Golden = 14; // these two come from the self-test, see tests/vectors/cases/refusals.py

    private static readonly Dictionary<string, byte[][]> Cases = VectorFile.Read("refusals.bin");

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void BadFilesAreRefused(string name)
    {
        var (expected, what) = (VectorFile.Numbers(Cases[name][0])[0], VectorFile.Text(Cases[name][1]));
        using var file = new AlignedMemory(Cases[name][2]);
        nuint bytes;
        NativeDiagnosis diagnosis;
        var status = NativeKernels.EngineBytes(file.Data, (nuint)file.Length, &bytes, &diagnosis);
        if (expected is Argument or Golden)
        {
            Assert.Equal(0, status);
            using var memory = new AlignedMemory((int)bytes);
            nint engine;
            Assert.Equal(0, NativeKernels.EngineOpen(memory.Data, bytes, file.Data, (nuint)file.Length, &engine, null));
            status = NativeKernels.SelfTest(engine, &diagnosis);
        }

        Assert.Equal((expected, what), (status, diagnosis.Text));
    }
}
