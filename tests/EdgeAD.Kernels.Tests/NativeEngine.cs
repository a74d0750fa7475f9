namespace EdgeAD.Kernels.Tests;

/// <summary>An engine over a model file, in memory of exactly the size it asked for.</summary>
internal sealed unsafe class NativeEngine : IDisposable
{
    private readonly AlignedMemory _file;
    private readonly AlignedMemory _memory;

    public NativeEngine(string model)
    {
        _file = new AlignedMemory(File.ReadAllBytes(VectorFile.Path(Path.Combine("models", model + ".ead"))));
        nuint bytes;
        Assert.Equal(0, NativeKernels.EngineBytes(_file.Data, (nuint)_file.Length, &bytes, null));
        _memory = new AlignedMemory((int)bytes);
        nint engine;
        Assert.Equal(0, NativeKernels.EngineOpen(_memory.Data, bytes, _file.Data, (nuint)_file.Length, &engine, null));
        Handle = engine;
    }

    public nint Handle { get; }

    /// <summary>True while nothing was written outside the engine's memory.</summary>
    public bool Intact => _file.Intact && _memory.Intact;

    public void Dispose()
    {
        _memory.Dispose();
        _file.Dispose();
    }
}
