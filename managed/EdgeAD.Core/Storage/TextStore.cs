using System;

namespace EdgeAD.Core;

/// <summary>
/// One text in flash, in two copies that take turns: while the new one is written the old one is still there, and power may fail at any byte.
/// </summary>
/// <remarks>A copy: CRC-32 of the rest (4 bytes), number (4), length (4), the bytes.</remarks>
public sealed class TextStore
{
    /// <summary>Longest text.</summary>
    public const int LongestText = RecordRing.SectorBytes - Header;

    private const int Header = 12;

    private readonly IStorage storage;
    private readonly byte[] buffer = new byte[RecordRing.SectorBytes];

    /// <summary>Uses the first two sectors of a region.</summary>
    public TextStore(IStorage storage)
    {
        this.storage = storage;
    }

    /// <summary>Reads the newest text.</summary>
    /// <param name="text">Receives the bytes; at least <see cref="LongestText"/> long.</param>
    /// <returns>Its length, or -1 when there is none.</returns>
    public int Load(byte[] text)
    {
        long first = NumberOf(0);
        long second = NumberOf(1);
        if (first < 0 && second < 0)
            return -1;

        NumberOf(second > first ? 1 : 0);
        int length = Bytes.GetInt(buffer, 8);
        Array.Copy(buffer, Header, text, 0, length);
        return length;
    }

    /// <summary>Writes a text in the place of the older copy.</summary>
    /// <returns>False when it is too long, or flash failed: the old text is still there.</returns>
    public bool Save(byte[] text, int length)
    {
        if (length < 0 || length > LongestText)
            return false;

        long first = NumberOf(0);
        long second = NumberOf(1);
        int copy = second > first ? 0 : 1;
        long number = (second > first ? second : first) + 1;
        Bytes.Put(buffer, 4, number, 4);
        Bytes.Put(buffer, 8, length, 4);
        Array.Copy(text, 0, buffer, Header, length);
        Bytes.Put(buffer, 0, Crc.Of(buffer, 4, Header - 4 + length), 4);
        int offset = copy * RecordRing.SectorBytes;
        return storage.Erase(offset) && storage.Write(offset, buffer, Header + length) && NumberOf(copy) == number;
    }

    /// <summary>Number of a copy, which then lies in the buffer; -1 when it is not valid.</summary>
    private long NumberOf(int copy)
    {
        if (!storage.Read(copy * RecordRing.SectorBytes, buffer, RecordRing.SectorBytes))
            return -1;

        int length = Bytes.GetInt(buffer, 8);
        if (length < 0 || length > LongestText)
            return -1;

        bool valid = (uint)Bytes.Get(buffer, 0, 4) == Crc.Of(buffer, 4, Header - 4 + length);
        return valid ? Bytes.Get(buffer, 4, 4) : -1;
    }
}
