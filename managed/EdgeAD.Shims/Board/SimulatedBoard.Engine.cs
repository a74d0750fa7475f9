using EdgeAD.Core;
using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>Camera and engine.</summary>
public sealed partial class SimulatedBoard
{
    private const int Handle = 1;
    private const int CameraHang = 33;
    private const int Golden = 14;
    private const long SelfTestTime = 50_000;
    private const long HangTime = 300_000;

    private readonly long[] counters = new long[WorkerStatistics.Length];
    private long order;
    private int lastFrame;
    private bool orderOpen;
    private bool ready;
    private bool judged;
    private long exposedAt = -1;
    private long exposedCount;
    private long selfTestAt = -1;
    private long hungUntil;
    private float threshold;
    private Judgement judgement;
    private SimulatedFrame? snapshot;
    private bool wantSnapshot;

    /// <inheritdoc />
    public int Open(int slot)
    {
        if (slot is < -1 or > 1)
            return -Argument;

        threshold = parts.Threshold;
        counters[WorkerStatistics.FrameInterval] = parts.Camera.FrameInterval;
        return parts.ModelStatus == 0 ? Handle : -parts.ModelStatus;
    }

    /// <inheritdoc />
    public int Close(int handle) => handle == Handle ? Ok : Argument;

    /// <inheritdoc />
    public int GetInfo(int handle, int[] numbers, float[] threshold, byte[] sha)
    {
        if (handle != Handle || numbers.Length < 13 || threshold.Length < 1 || sha.Length < 32)
            return Argument;

        numbers[6] = parts.Grid.Rows;
        numbers[7] = parts.Grid.Columns;
        numbers[12] = 1;
        threshold[0] = parts.Threshold;
        Array.Fill(sha, (byte)0xED);
        return Ok;
    }

    /// <inheritdoc />
    public int SetThreshold(int handle, float threshold)
    {
        if (handle != Handle || !float.IsFinite(threshold))
            return Argument;

        this.threshold = threshold;
        return Ok;
    }

    /// <inheritdoc />
    public int SetPresenceCell(int handle, int cell) =>
        handle == Handle && cell >= -1 && cell < parts.Grid.Rows * parts.Grid.Columns ? Ok : Argument;

    /// <inheritdoc />
    public int Start(int handle, int frame, long exposeAt)
    {
        if (handle != Handle || frame is < 1 or >= 1 << 24)
            return Argument;
        if (SelfTestRuns)
            return State;

        long mine = ++order;
        ready = false;
        exposedAt = -1;
        orderOpen = true;
        lastFrame = frame;
        counters[0]++;
        if (clock.Now < hungUntil)
            return CameraHang;

        long planned = parts.Camera.Exposure(exposeAt + startedAt, clock.Now);
        Exposure what = parts.Scene.Order(planned);
        if (what.Fault == PartFault.CameraRefuses)
            return CameraHang;
        if (what.Fault == PartFault.CameraHang)
        {
            counters[3]++;
            counters[4]++;
            hungUntil = planned + HangTime;
            return Ok;
        }

        long at = planned + (what.Fault == PartFault.LateFrame ? what.Late : 0);
        clock.At(at, () => Expose(mine, at, what));
        return Ok;
    }

    /// <inheritdoc />
    public long ExposedAt(int handle) => exposedAt;

    /// <inheritdoc />
    public long ExposedCount(int handle) => exposedCount;

    /// <inheritdoc />
    public int TryGetResult(int handle, float[] result)
    {
        if (handle != Handle || result.Length < JudgeResult.Length)
            return Argument;
        if (!ready)
            return clock.Now < hungUntil ? CameraHang : State;

        ready = false;
        result[JudgeResult.Score] = judgement.Score;
        result[JudgeResult.Threshold] = threshold;
        result[JudgeResult.Reject] = judgement.Score <= threshold ? 0 : 1;
        result[JudgeResult.LatencyMicroseconds] = judgement.LatencyMicroseconds;
        result[JudgeResult.Frame] = lastFrame;
        result[JudgeResult.WorstCell] = 0;
        result[JudgeResult.Presence] = judgement.Presence;
        result[JudgeResult.Drift] = judgement.Drift;
        return Ok;
    }

    /// <inheritdoc />
    public int Cancel(int handle)
    {
        order++;
        orderOpen = false;
        counters[2]++;
        return handle == Handle ? Ok : Argument;
    }

    /// <inheritdoc />
    public int GetCells(int handle, float[] cells)
    {
        if (handle != Handle || cells.Length != parts.Grid.Rows * parts.Grid.Columns)
            return Argument;
        if (!judged)
            return State;

        for (int i = 0; i < cells.Length; i++)
            cells[i] = judgement.Score / (i + 1);
        return Ok;
    }

    /// <inheritdoc />
    public int StartSelfTest(int handle)
    {
        if (orderOpen)
            return State;

        selfTestAt = clock.Now + SelfTestTime;
        return handle == Handle ? Ok : Argument;
    }

    private bool SelfTestRuns => selfTestAt > clock.Now;

    /// <inheritdoc />
    public int TryGetSelfTest(int handle, int[] index)
    {
        if (handle != Handle || index.Length < 1)
            return Argument;
        if (selfTestAt < 0 || SelfTestRuns)
            return State;

        index[0] = parts.FailingVector;
        return parts.FailingVector < 0 ? Ok : Golden;
    }

    /// <inheritdoc />
    public int StartSnapshot(int handle)
    {
        wantSnapshot = true;
        snapshot = null;
        return handle == Handle ? Ok : Argument;
    }

    /// <inheritdoc />
    public int TryGetSnapshot(int handle, int[] numbers)
    {
        if (handle != Handle || numbers.Length < 5)
            return Argument;
        if (snapshot is null)
            return State;

        numbers[0] = snapshot.Width;
        numbers[1] = snapshot.Height;
        numbers[2] = (int)snapshot.Format;
        numbers[3] = snapshot.Pixels.Length;
        numbers[4] = lastFrame;
        return Ok;
    }

    /// <inheritdoc />
    public int ReadSnapshot(int handle, int offset, byte[] buffer, int count)
    {
        if (handle != Handle || offset < 0 || count < 0 || count > buffer.Length)
            return -Argument;
        if (snapshot is null)
            return -State;

        int taken = Math.Min(count, Math.Max(snapshot.Pixels.Length - offset, 0));
        Array.Copy(snapshot.Pixels, Math.Min(offset, snapshot.Pixels.Length), buffer, 0, taken);
        return taken;
    }

    /// <inheritdoc />
    public int GetStatistics(int handle, long[] numbers)
    {
        if (handle != Handle || numbers.Length < counters.Length)
            return Argument;

        counters.CopyTo(numbers, 0);
        return Ok;
    }

    private void Expose(long mine, long at, Exposure what)
    {
        if (mine != order || !Alive)
            return;

        exposedAt = at - startedAt;
        exposedCount = parts.Belt?.CountAt(at) ?? 0;
        judgement = what.Judgement;
        if (wantSnapshot)
        {
            wantSnapshot = false;
            snapshot = parts.Scene.Frame();
        }

        long late = what.Fault == PartFault.LateJudgement ? what.Late : 0;
        long took = parts.Camera.ExposureTime + parts.Camera.ReadoutTime + judgement.LatencyMicroseconds + late;
        clock.At(at + took, () => Finish(mine));
    }

    private void Finish(long mine)
    {
        if (mine != order || !Alive)
            return;

        ready = true;
        judged = true;
        counters[1]++;
    }
}
