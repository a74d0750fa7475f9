namespace EdgeAD.Core;

/// <summary>A region of flash. Erased bytes are 255, writing clears bits, power may fail at any byte.</summary>
public interface IStorage
{
    /// <summary>Bytes of the region; a multiple of <see cref="RecordRing.SectorBytes"/>, at least two sectors.</summary>
    int Bytes { get; }

    /// <summary>Reads bytes from an offset on into the start of a buffer; false when it failed.</summary>
    bool Read(int offset, byte[] buffer, int count);

    /// <summary>Writes the start of an array to erased bytes; false when it failed.</summary>
    bool Write(int offset, byte[] data, int count);

    /// <summary>Erases the sector that begins at an offset; false when it failed.</summary>
    bool Erase(int offset);
}
