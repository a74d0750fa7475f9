using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>Time of the board; UTC as the network knows it.</summary>
internal sealed class BoardClock : IClock
{
    private readonly IBoard board;
    private readonly INetwork network;

    internal BoardClock(IBoard board, INetwork network)
    {
        this.board = board;
        this.network = network;
    }

    public long Now
    {
        get { return board.Now(); }
    }

    public long UtcMilliseconds
    {
        get { return network.UtcMilliseconds; }
    }
}
