using System;
using System.Runtime.InteropServices;

namespace EdgeAD.Native;

/// <summary>The functions of edgead.h that the engine's managed face needs.</summary>
internal static unsafe partial class KernelLibrary
{
    internal const string Name = "edgead_kernels";
    internal const nuint Alignment = 16;

    /// <summary>Major and minor of EAD_API_VERSION this was written for; another patch level is as good.</summary>
    internal const uint ApiVersion = 500;

    [StructLayout(LayoutKind.Sequential)]
    internal struct Diagnosis
    {
        internal byte* What;
        internal uint Index;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Source
    {
        internal uint Format, Width, Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Result
    {
        internal float Score, Threshold;
        internal uint Reject, Worst, Rows, Columns;
        internal float* Cells;
        internal float Drift, FrameDrift;
        internal uint DriftStatistic;
        internal float* Statistics;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Verified
    {
        internal fixed ulong Content[40];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Info
    {
        internal uint InputWidth, InputHeight, InputChannels;
        internal uint TensorCount, LayerCount, GoldenCount;
        internal uint GridRows, GridColumns, Dimensions, Components;
        internal uint EngineBytes, ArenaBytes, PackedBytes, Features, DriftStatistics;
        internal float Threshold;
        internal uint Counter;
        internal fixed byte Sha256[32];
        internal uint DeviceBytes;
    }

    [LibraryImport(Name, EntryPoint = "ead_version")]
    internal static partial uint Version();

    [LibraryImport(Name, EntryPoint = "ead_status_text")]
    internal static partial byte* StatusText(uint status);

    [LibraryImport(Name, EntryPoint = "ead_verify")]
    internal static partial int Verify(void* file, nuint fileSize, Verified* verified, nuint* bytes, Diagnosis* diagnosis);

    [LibraryImport(Name, EntryPoint = "ead_engine_build")]
    internal static partial int EngineBuild(Verified* verified, void* memory, nuint memorySize, IntPtr* engine, Diagnosis* diagnosis);

    [LibraryImport(Name, EntryPoint = "ead_score_frame")]
    internal static partial int ScoreFrame(IntPtr engine, Source* source, byte* pixels, nuint stride, Result* result);

    [LibraryImport(Name, EntryPoint = "ead_self_test")]
    internal static partial int SelfTest(IntPtr engine, Diagnosis* diagnosis);

    [LibraryImport(Name, EntryPoint = "ead_set_threshold")]
    internal static partial int SetThreshold(IntPtr engine, float threshold);

    [LibraryImport(Name, EntryPoint = "ead_get_info")]
    internal static partial int GetInfo(IntPtr engine, Info* info);
}
