using System.Runtime.InteropServices;

namespace EdgeAD.Kernels.Tests;

/// <summary><c>ead_source</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeSource
{
    public uint Format, Width, Height;
}

/// <summary><c>ead_result</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeResult
{
    public float Score, Threshold;
    public uint Reject, Worst, Rows, Columns;
    public float* Cells;
    public float Drift, FrameDrift;
    public uint DriftStatistic;
    public float* Statistics;
}

/// <summary><c>ead_diagnosis</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDiagnosis
{
    public nint What;
    public uint Index;

    /// <summary>The static English text, or null.</summary>
    public readonly string? Text => Marshal.PtrToStringUTF8(What);
}

/// <summary><c>ead_tap</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTap
{
    public void* Destination;
    public nuint Bytes;
}
