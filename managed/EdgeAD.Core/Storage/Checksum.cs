namespace EdgeAD.Core;

/// <summary>CRC-32 of bytes that come in pieces.</summary>
public sealed class Checksum
{
    private uint crc = 0xFFFFFFFFu;

    /// <summary>The sum so far.</summary>
    public uint Value
    {
        get { return crc ^ 0xFFFFFFFFu; }
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        crc = 0xFFFFFFFFu;
    }

    /// <summary>Takes the start of an array in.</summary>
    public void Add(byte[] bytes, int count)
    {
        crc = Crc.Add(crc, bytes, 0, count);
    }
}
