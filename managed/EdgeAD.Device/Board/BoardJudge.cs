using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>The board's camera and engine as the inspection cycle sees them.</summary>
internal sealed class BoardJudge : IJudge
{
    private readonly IBoard board;
    private readonly long[] statistics = new long[WorkerStatistics.Length];

    internal BoardJudge(IBoard board)
    {
        this.board = board;
    }

    /// <summary>The open engine, or 0.</summary>
    internal int Handle { get; set; }

    public long ExposedAt
    {
        get { return board.ExposedAt(Handle); }
    }

    public long ExposedCount
    {
        get { return board.ExposedCount(Handle); }
    }

    /// <summary>The firmware measures it whenever the sensor starts.</summary>
    public long FrameInterval
    {
        get { return board.GetStatistics(Handle, statistics) == 0 ? statistics[WorkerStatistics.FrameInterval] : 0; }
    }

    public bool Start(int frame, long exposeAt)
    {
        return Handle > 0 && board.Start(Handle, frame, exposeAt) == 0;
    }

    /// <summary>A camera that hangs gives no result; the judgement timeout then ends the order.</summary>
    public bool TryGetResult(float[] result)
    {
        return board.TryGetResult(Handle, result) == 0;
    }

    public void Cancel()
    {
        board.Cancel(Handle);
    }
}
