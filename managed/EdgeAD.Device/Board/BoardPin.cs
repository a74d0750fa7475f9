using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>An output of the board.</summary>
internal sealed class BoardPin : IOutputPin
{
    private readonly IBoard board;
    private readonly int signal;

    internal BoardPin(IBoard board, int signal)
    {
        this.board = board;
        this.signal = signal;
    }

    public void Write(bool energised)
    {
        board.Write(signal, energised);
    }
}
