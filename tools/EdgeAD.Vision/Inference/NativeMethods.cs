using System.Runtime.InteropServices;

namespace EdgeAD.Vision.Inference;

/// <summary>The C API of native-kernels/include/edgead/edgead.h, name by name.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "edgead_kernels";

    /// <summary>Alignment in bytes of model files and engine memory.</summary>
    public const nuint Alignment = 16;

    [StructLayout(LayoutKind.Sequential)]
    public struct Diagnosis
    {
        public byte* What;
        public uint Index;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Source
    {
        public uint Format, Width, Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Result
    {
        public float Score, Threshold;
        public uint Reject, Worst, Rows, Columns;
        public float* Cells;
        public float Drift, FrameDrift;
        public uint DriftStatistic;
        public float* Statistics;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Verified
    {
        public fixed ulong Content[40];
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Info
    {
        public uint InputWidth, InputHeight, InputChannels;
        public uint TensorCount, LayerCount, GoldenCount;
        public uint GridRows, GridColumns, Dimensions, Components;
        public uint EngineBytes, ArenaBytes, PackedBytes, Features, DriftStatistics;
        public float Threshold;
        public uint Counter;
        public fixed byte Sha256[32];
        public uint DeviceBytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct TensorInfo
    {
        public uint Rows, Columns, Channels;
        public float Scale;
        public int ZeroPoint;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Tap
    {
        public void* Destination;
        public nuint Bytes;
    }

    [LibraryImport(Library, EntryPoint = "ead_version")]
    public static partial uint Version();

    [LibraryImport(Library, EntryPoint = "ead_status_text")]
    public static partial byte* StatusText(uint status);

    [LibraryImport(Library, EntryPoint = "ead_verify")]
    public static partial int Verify(void* file, nuint fileSize, Verified* verified, nuint* bytes, Diagnosis* diagnosis);

    [LibraryImport(Library, EntryPoint = "ead_engine_build")]
    public static partial int EngineBuild(Verified* verified, void* memory, nuint memorySize, void** engine, Diagnosis* diagnosis);

    [LibraryImport(Library, EntryPoint = "ead_begin")]
    public static partial int Begin(void* engine, Source* source);

    [LibraryImport(Library, EntryPoint = "ead_push_rows")]
    public static partial int PushRows(void* engine, byte* rows, nuint stride, uint count);

    [LibraryImport(Library, EntryPoint = "ead_finish")]
    public static partial int Finish(void* engine, Result* result);

    [LibraryImport(Library, EntryPoint = "ead_score_frame")]
    public static partial int ScoreFrame(void* engine, Source* source, byte* pixels, nuint stride, Result* result);

    [LibraryImport(Library, EntryPoint = "ead_score_features")]
    public static partial int ScoreFeatures(void* engine, sbyte* features, Result* result);

    [LibraryImport(Library, EntryPoint = "ead_reset_drift")]
    public static partial int ResetDrift(void* engine);

    [LibraryImport(Library, EntryPoint = "ead_self_test")]
    public static partial int SelfTest(void* engine, Diagnosis* diagnosis);

    [LibraryImport(Library, EntryPoint = "ead_set_threshold")]
    public static partial int SetThreshold(void* engine, float threshold);

    [LibraryImport(Library, EntryPoint = "ead_get_info")]
    public static partial int GetInfo(void* engine, Info* info);

    [LibraryImport(Library, EntryPoint = "ead_get_tensor")]
    public static partial int GetTensor(void* engine, uint tensor, TensorInfo* info);

    [LibraryImport(Library, EntryPoint = "ead_set_taps")]
    public static partial int SetTaps(void* engine, Tap* taps);
}
