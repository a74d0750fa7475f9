using System.Runtime.InteropServices;

namespace EdgeAD.Kernels.Tests;

/// <summary>The exports of the kernel library under test; statuses are returned as numbers (<c>ead_status</c>).</summary>
internal static unsafe class NativeKernels
{
    private const string Library = "edgead_kernels";

    [DllImport(Library, EntryPoint = "ead_version")]
    public static extern uint Version();

    [DllImport(Library, EntryPoint = "ead_conv3x3_row")]
    public static extern void Conv3x3Row(NativeLayer* layer, sbyte** rows, sbyte* output);

    [DllImport(Library, EntryPoint = "ead_depthwise3x3_row")]
    public static extern void Depthwise3x3Row(NativeLayer* layer, sbyte** rows, sbyte* output);

    [DllImport(Library, EntryPoint = "ead_pointwise_row")]
    public static extern void PointwiseRow(NativeLayer* layer, sbyte** rows, sbyte* output);

    [DllImport(Library, EntryPoint = "ead_add_row")]
    public static extern void AddRow(NativeLayer* layer, sbyte** rows, sbyte* output);

    [DllImport(Library, EntryPoint = "ead_engine_bytes")]
    public static extern int EngineBytes(void* file, nuint fileSize, nuint* bytes, NativeDiagnosis* diagnosis);

    [DllImport(Library, EntryPoint = "ead_engine_open")]
    public static extern int EngineOpen(void* memory, nuint memorySize, void* file, nuint fileSize, nint* engine, NativeDiagnosis* diagnosis);

    [DllImport(Library, EntryPoint = "ead_begin")]
    public static extern int Begin(nint engine, NativeSource* source);

    [DllImport(Library, EntryPoint = "ead_push_rows")]
    public static extern int PushRows(nint engine, byte* rows, nuint stride, uint count);

    [DllImport(Library, EntryPoint = "ead_finish")]
    public static extern int Finish(nint engine, NativeResult* result);

    [DllImport(Library, EntryPoint = "ead_score_frame")]
    public static extern int ScoreFrame(nint engine, NativeSource* source, byte* pixels, nuint stride, NativeResult* result);

    [DllImport(Library, EntryPoint = "ead_self_test")]
    public static extern int SelfTest(nint engine, NativeDiagnosis* diagnosis);

    [DllImport(Library, EntryPoint = "ead_set_taps")]
    public static extern int SetTaps(nint engine, NativeTap* taps);
}
