using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>A region of the board's flash.</summary>
internal sealed class BoardStorage : IStorage
{
    /// <summary>Region of the settings.</summary>
    internal const int Settings = 0;

    /// <summary>Region of the events.</summary>
    internal const int Events = 1;

    private readonly IBoard board;
    private readonly int region;

    internal BoardStorage(IBoard board, int region)
    {
        this.board = board;
        this.region = region;
    }

    public int Bytes
    {
        get { return board.RegionBytes(region); }
    }

    public bool Read(int offset, byte[] buffer, int count)
    {
        return board.ReadRegion(region, offset, buffer, count) == 0;
    }

    public bool Write(int offset, byte[] data, int count)
    {
        return board.WriteRegion(region, offset, data, count) == 0;
    }

    public bool Erase(int offset)
    {
        return board.EraseRegion(region, offset) == 0;
    }
}
