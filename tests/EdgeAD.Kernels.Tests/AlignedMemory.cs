using System.Runtime.InteropServices;

namespace EdgeAD.Kernels.Tests;

/// <summary>Native memory at a chosen distance (0..15) from a 16-byte boundary, with painted bytes on both sides.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int Guard = 16;
    private const byte Paint = 0xA5;

    private readonly byte* _base;
    private readonly int _offset;

    public AlignedMemory(int length, int offset = 0)
    {
        (Length, _offset) = (length, offset);
        _base = (byte*)NativeMemory.AlignedAlloc((nuint)(Guard + offset + length + Guard), 16);
        new Span<byte>(_base, Guard + offset + length + Guard).Fill(Paint);
    }

    public AlignedMemory(ReadOnlySpan<byte> content, int offset = 0)
        : this(content.Length, offset) => content.CopyTo(Span);

    public int Length { get; }

    public byte* Data => _base + Guard + _offset;

    public Span<byte> Span => new(Data, Length);

    /// <summary>True while nobody wrote beside the memory.</summary>
    public bool Intact =>
        !new ReadOnlySpan<byte>(_base, Guard + _offset).ContainsAnyExcept(Paint) &&
        !new ReadOnlySpan<byte>(Data + Length, Guard).ContainsAnyExcept(Paint);

    public void Dispose() => NativeMemory.AlignedFree(_base);
}
