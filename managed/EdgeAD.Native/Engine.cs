using System;

namespace EdgeAD.Native;

/// <summary>
/// A model on a PC that is ready to judge frames. Start a frame, then ask for its result, as with the camera's engine; here
/// <see cref="Start"/> itself judges it, with the same C code. One engine belongs to one thread at a time; engines are independent of each other.
/// </summary>
public sealed class Engine : IDisposable
{
    /// <summary>How many numbers <see cref="TryGetResult"/> fills: score, threshold, reject (0 or 1), latency in microseconds, frame number, worst cell,
    /// 0 (the presence cell is the caller's to read), drift in standard deviations (not a number when the model does not watch its line).</summary>
    public const int ResultLength = 8;

    private int handle;

    private Engine(int handle, EngineInfo info)
    {
        this.handle = handle;
        Info = info;
    }

    /// <summary>Facts about the model.</summary>
    public EngineInfo Info { get; }

    /// <summary>Verifies a model file and opens it. The bytes are copied; the array may be changed afterwards.</summary>
    /// <exception cref="EngineException">The file is refused, or the native library is missing.</exception>
    public static Engine Open(byte[] model)
    {
        int[] opened = new int[1];
        string refused = KernelCalls.Open(model, opened);
        if (opened[0] <= 0)
            throw new EngineException(-opened[0], refused);

        int[] numbers = new int[EngineInfo.Numbers];
        float[] threshold = new float[1];
        byte[] sha = new byte[32];
        int status = KernelCalls.GetInfo(opened[0], numbers, threshold, sha);
        if (status == EngineStatus.Ok)
            return new Engine(opened[0], new EngineInfo(numbers, threshold[0], sha));

        KernelCalls.Close(opened[0]);
        throw new EngineException(status, KernelCalls.StatusText(status));
    }

    /// <summary>Starts judging a frame; an unread result of the frame before is dropped.</summary>
    /// <param name="pixels">The frame, rows from top to bottom, <paramref name="stride"/> bytes apart.</param>
    /// <param name="format">How its pixels are stored.</param>
    /// <param name="width">Columns, 1 to 8192.</param>
    /// <param name="height">Rows, 1 to 8192.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <param name="frame">Number that the result carries, 0 to 2^24 - 1 (a float holds it exactly).</param>
    /// <exception cref="EngineException">The frame does not fit its description.</exception>
    public void Start(byte[] pixels, PixelFormat format, int width, int height, int stride, int frame)
    {
        Check(KernelCalls.Start(Handle(), pixels, (int)format, width, height, stride, frame));
    }

    /// <summary>Fetches the result of the frame that was started, once it is there.</summary>
    /// <param name="result">Receives <see cref="ResultLength"/> numbers.</param>
    /// <returns>False while there is none; <paramref name="result"/> is then unchanged.</returns>
    public bool TryGetResult(float[] result)
    {
        int status = KernelCalls.Poll(Handle(), result);
        if (status == EngineStatus.State)
            return false;

        Check(status);
        return true;
    }

    /// <summary>Scores of the cells of the last frame.</summary>
    /// <param name="cells">Receives <c>[gridRows][gridColumns]</c> numbers; exactly as long.</param>
    /// <exception cref="EngineException">No frame has been judged, or the array has another length.</exception>
    public void GetCells(float[] cells)
    {
        Check(KernelCalls.GetCells(Handle(), cells));
    }

    /// <summary>Another threshold than the shipped one, for instance after teach-in on site.</summary>
    /// <exception cref="EngineException">It is not finite.</exception>
    public void SetThreshold(float threshold)
    {
        Check(KernelCalls.SetThreshold(Handle(), threshold));
    }

    /// <summary>Replays the golden vectors of the model.</summary>
    /// <returns>-1 when every bit is as expected, else the index of the first vector that differs.</returns>
    public int SelfTest()
    {
        int[] index = new int[1];
        int status = KernelCalls.SelfTest(Handle(), index);
        if (status == EngineStatus.Golden)
            return index[0];

        Check(status);
        return -1;
    }

    /// <summary>Gives the engine's memory back. Using the engine afterwards throws.</summary>
    public void Dispose()
    {
        if (handle != 0)
            KernelCalls.Close(handle);
        handle = 0;
    }

    private int Handle()
    {
        if (handle == 0)
            throw new ObjectDisposedException("Engine");

        return handle;
    }

    private static void Check(int status)
    {
        if (status != EngineStatus.Ok)
            throw new EngineException(status, KernelCalls.StatusText(status));
    }
}
