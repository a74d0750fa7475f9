using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>Inputs, encoder and reject timer of the board.</summary>
internal sealed class BoardLine : ILineInputs, IEncoder, IPulseTimer
{
    private readonly IBoard board;

    internal BoardLine(IBoard board)
    {
        this.board = board;
    }

    public int LostEdges
    {
        get { return board.LostEdges(); }
    }

    public long Count
    {
        get { return board.EncoderCount(); }
    }

    /// <summary>The numbers of the board's inputs are those of <see cref="LineInput"/>.</summary>
    public bool TryTakeEdge(long[] edge)
    {
        return board.TryTakeEdge(edge);
    }

    public void Set(int slot, long on, long off)
    {
        board.SetPulse(slot, on, off);
    }

    public bool Clear(int slot)
    {
        return board.ClearPulse(slot);
    }
}
