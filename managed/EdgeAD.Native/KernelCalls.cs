using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace EdgeAD.Native;

/// <summary>
/// The calls behind <see cref="Engine"/> on a PC. Handles, primitives and arrays cross this line, as on the camera
/// (Interop/EngineCalls.cs); statuses are returned, never thrown, except that a missing library throws <see cref="EngineException"/>.
/// </summary>
internal static unsafe class KernelCalls
{
    private const int LongestSide = 8192;

    private static readonly object Gate = new();
    private static readonly List<NativeEngine?> Engines = new() { null };

    /// <summary>Opens a model: a handle above 0 in <paramref name="opened"/>[0], or the negative status and a text.</summary>
    internal static string Open(byte[] model, int[] opened)
    {
        ArgumentNullException.ThrowIfNull(model);
        RequireLibrary();
        var engine = NativeEngine.TryOpen(model, out int status, out string refused);
        if (engine is null)
        {
            opened[0] = -status;
            return refused;
        }

        lock (Gate)
        {
            int free = Engines.IndexOf(null, 1);
            if (free < 0)
            {
                free = Engines.Count;
                Engines.Add(null);
            }

            Engines[free] = engine;
            opened[0] = free;
            return "";
        }
    }

    internal static void Close(int handle)
    {
        lock (Gate)
        {
            Engines[handle]?.Close();
            Engines[handle] = null;
        }
    }

    internal static int Start(int handle, byte[] pixels, int format, int width, int height, int stride, int frame)
    {
        var engine = Get(handle);
        engine.Unread = false;
        engine.Judged = false;
        if (width is < 1 or > LongestSide || height is < 1 or > LongestSide || frame is < 0 or >= 1 << 24)
            return EngineStatus.Argument;

        int rowBytes = BytesPerPixel(format) * width;
        if (rowBytes == 0 || stride < rowBytes || pixels.Length < (long)stride * (height - 1) + rowBytes)
            return EngineStatus.Argument;

        long started = Stopwatch.GetTimestamp();
        var source = new KernelLibrary.Source { Format = (uint)format, Width = (uint)width, Height = (uint)height };
        KernelLibrary.Result result;
        int status;
        fixed (byte* first = pixels)
            status = KernelLibrary.ScoreFrame(engine.Engine, &source, first, (nuint)stride, &result);
        if (status != EngineStatus.Ok)
            return status;

        engine.LatencyMicroseconds = (float)Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        engine.Result = result;
        engine.Frame = frame;
        engine.Judged = true;
        engine.Unread = true;
        return EngineStatus.Ok;
    }

    internal static int Poll(int handle, float[] result)
    {
        var engine = Get(handle);
        if (result.Length < Engine.ResultLength)
            return EngineStatus.Argument;
        if (!engine.Unread)
            return EngineStatus.State;

        engine.Unread = false;
        result[0] = engine.Result.Score;
        result[1] = engine.Result.Threshold;
        result[2] = engine.Result.Reject;
        result[3] = engine.LatencyMicroseconds;
        result[4] = engine.Frame;
        result[5] = engine.Result.Worst;
        result[6] = 0;
        result[7] = engine.Result.Statistics == null ? float.NaN : engine.Result.Drift;
        return EngineStatus.Ok;
    }

    internal static int GetCells(int handle, float[] cells)
    {
        var engine = Get(handle);
        if (!engine.Judged)
            return EngineStatus.State;

        int count = (int)(engine.Result.Rows * engine.Result.Columns);
        if (cells.Length != count)
            return EngineStatus.Argument;

        new ReadOnlySpan<float>(engine.Result.Cells, count).CopyTo(cells);
        return EngineStatus.Ok;
    }

    internal static int SetThreshold(int handle, float threshold) => KernelLibrary.SetThreshold(Get(handle).Engine, threshold);

    internal static int SelfTest(int handle, int[] index)
    {
        var engine = Get(handle);
        engine.Judged = false;
        engine.Unread = false;
        KernelLibrary.Diagnosis diagnosis = default;
        int status = KernelLibrary.SelfTest(engine.Engine, &diagnosis);
        index[0] = (int)diagnosis.Index;
        return status;
    }

    internal static int GetInfo(int handle, int[] numbers, float[] threshold, byte[] sha)
    {
        KernelLibrary.Info info;
        int status = KernelLibrary.GetInfo(Get(handle).Engine, &info);
        if (status != EngineStatus.Ok)
            return status;

        new ReadOnlySpan<int>(&info.InputWidth, 12).CopyTo(numbers);
        numbers[12] = (int)info.Counter;
        threshold[0] = info.Threshold;
        new ReadOnlySpan<byte>(info.Sha256, 32).CopyTo(sha);
        return EngineStatus.Ok;
    }

    internal static string StatusText(int status) =>
        Marshal.PtrToStringUTF8((IntPtr)KernelLibrary.StatusText((uint)status))
        ?? "status " + status.ToString(CultureInfo.InvariantCulture);

    private static NativeEngine Get(int handle)
    {
        lock (Gate)
            return Engines[handle] ?? throw new ObjectDisposedException(nameof(Engine));
    }

    private static int BytesPerPixel(int format) => (PixelFormat)format switch
    {
        PixelFormat.Rgb888 => 3,
        PixelFormat.Gray8 => 1,
        PixelFormat.Rgb565BigEndian or PixelFormat.Rgb565LittleEndian or PixelFormat.Yuyv => 2,
        _ => 0,
    };

    private static void RequireLibrary()
    {
        uint version;
        try
        {
            version = KernelLibrary.Version();
        }
        catch (DllNotFoundException e)
        {
            throw new EngineException(
                EngineStatus.LibraryMissing,
                $"The native library '{KernelLibrary.Name}' was not found beside {AppContext.BaseDirectory}. "
                + $"Build native-kernels/EdgeAD.Kernels.csproj and run from its consumer's output folder. ({e.Message.Split('\n')[0]})");
        }
        catch (BadImageFormatException)
        {
            throw new EngineException(
                EngineStatus.LibraryMissing,
                $"The native library '{KernelLibrary.Name}' is built for another processor than this one ({RuntimeInformation.ProcessArchitecture}).");
        }

        if (version / 100 != KernelLibrary.ApiVersion / 100)
        {
            throw new EngineException(
                EngineStatus.LibraryVersion,
                $"The native library '{KernelLibrary.Name}' has API version {version}, this program was built for {KernelLibrary.ApiVersion}. Build both from one checkout.");
        }
    }
}
