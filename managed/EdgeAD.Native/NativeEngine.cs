using System;
using System.Runtime.InteropServices;

namespace EdgeAD.Native;

/// <summary>What a handle stands for on a PC: the copy of the model file, the engine's memory and the last result.</summary>
internal sealed unsafe class NativeEngine
{
    private readonly void* file;
    private readonly void* memory;

    internal KernelLibrary.Result Result;
    internal bool Judged;
    internal bool Unread;
    internal int Frame;
    internal float LatencyMicroseconds;

    private NativeEngine(IntPtr engine, void* file, void* memory)
    {
        Engine = engine;
        this.file = file;
        this.memory = memory;
    }

    internal IntPtr Engine { get; }

    /// <summary>Opens a model; null and a status when it is refused.</summary>
    internal static NativeEngine? TryOpen(byte[] model, out int status, out string refused)
    {
        KernelLibrary.Diagnosis diagnosis = default;
        void* file = NativeMemory.AlignedAlloc((nuint)Math.Max(model.Length, 1), KernelLibrary.Alignment);
        void* memory = null;
        model.AsSpan().CopyTo(new Span<byte>(file, model.Length));

        KernelLibrary.Verified verified;
        nuint bytes = 0;
        status = KernelLibrary.Verify(file, (nuint)model.Length, &verified, &bytes, &diagnosis);
        if (status == EngineStatus.Ok)
        {
            memory = NativeMemory.AlignedAlloc(bytes, KernelLibrary.Alignment);
            IntPtr engine = IntPtr.Zero;
            status = KernelLibrary.EngineBuild(&verified, memory, bytes, &engine, &diagnosis);
            if (status == EngineStatus.Ok)
            {
                refused = "";
                return new NativeEngine(engine, file, memory);
            }
        }

        refused = KernelCalls.StatusText(status);
        if (diagnosis.What != null)
            refused += ": " + Marshal.PtrToStringUTF8((IntPtr)diagnosis.What) + " (index " + diagnosis.Index + ")";
        NativeMemory.AlignedFree(memory);
        NativeMemory.AlignedFree(file);
        return null;
    }

    internal void Close()
    {
        NativeMemory.AlignedFree(memory);
        NativeMemory.AlignedFree(file);
    }
}
