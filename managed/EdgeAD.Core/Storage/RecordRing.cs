using System;

namespace EdgeAD.Core;

/// <summary>
/// Records of one size in a ring of flash sectors. Each carries a number and a CRC. A record is there as a whole or not at all: power may fail at
/// any write and takes at most the record that was being written. When the ring is full, the oldest sector is erased for the next records.
/// </summary>
/// <remarks>A record: CRC-32 of the rest (4 bytes), number from 1 (8), payload (<see cref="PayloadBytes"/>).</remarks>
public sealed class RecordRing
{
    /// <summary>Bytes that are erased together.</summary>
    public const int SectorBytes = 4096;

    /// <summary>Bytes of a record with its number and CRC.</summary>
    public const int RecordBytes = 64;

    /// <summary>Bytes that a record can hold.</summary>
    public const int PayloadBytes = RecordBytes - Header;

    private const int Header = 12;
    private const int PerSector = SectorBytes / RecordBytes;

    private readonly IStorage storage;
    private readonly byte[] buffer = new byte[RecordBytes];
    private readonly int slots;
    private long newest;
    private int newestSlot = -1;
    private int next;

    /// <summary>Finds what the region holds.</summary>
    /// <exception cref="ArgumentException">The region has less than two sectors.</exception>
    public RecordRing(IStorage storage)
    {
        if (storage.Bytes < 2 * SectorBytes)
            throw new ArgumentException("A ring of records needs two sectors.");

        this.storage = storage;
        slots = storage.Bytes / SectorBytes * PerSector;
        for (int slot = 0; slot < slots; slot++)
        {
            long number = NumberAt(slot);
            if (number > newest)
            {
                newest = number;
                newestSlot = slot;
            }
        }

        next = newestSlot < 0 ? 0 : (newestSlot + 1) % slots;
    }

    /// <summary>Most records that are kept for certain; there may be up to one sector more.</summary>
    public int Capacity
    {
        get { return slots - PerSector; }
    }

    /// <summary>Number of the newest record; 0 when there is none.</summary>
    public long Newest
    {
        get { return newest; }
    }

    /// <summary>Appends a record.</summary>
    /// <param name="payload">Its first <see cref="PayloadBytes"/> bytes are kept.</param>
    /// <returns>False when flash failed; the record is not kept and the next call tries the next place.</returns>
    public bool Append(byte[] payload)
    {
        int slot = FreeSlot();
        if (slot < 0)
            return false;

        Bytes.Put(buffer, 4, newest + 1, 8);
        Array.Copy(payload, 0, buffer, Header, PayloadBytes);
        Bytes.Put(buffer, 0, Crc.Of(buffer, 4, RecordBytes - 4), 4);
        next = (slot + 1) % slots;
        if (!storage.Write(slot * RecordBytes, buffer, RecordBytes) || NumberAt(slot) != newest + 1)
            return false;

        newest++;
        newestSlot = slot;
        return true;
    }

    /// <summary>Reads the record that is so many places older than the newest one, 0 = the newest itself.</summary>
    /// <returns>False when there is none at that place: the end of the ring, or a record that power failure spoiled.</returns>
    public bool TryRead(int age, byte[] payload)
    {
        if (newestSlot < 0 || age < 0 || age >= slots)
            return false;

        long number = NumberAt((newestSlot - age + slots) % slots);
        if (number <= 0 || number > newest)
            return false;

        Array.Copy(buffer, Header, payload, 0, PayloadBytes);
        return true;
    }

    /// <summary>The next slot that is erased; erases a sector when one begins. Skips what power failure left behind.</summary>
    private int FreeSlot()
    {
        for (int tries = 0; tries <= PerSector; tries++)
        {
            int slot = (next + tries) % slots;
            if (slot % PerSector == 0)
                return storage.Erase(slot * RecordBytes) ? slot : -1;
            if (IsErased(slot))
                return slot;
        }

        return -1;
    }

    private bool IsErased(int slot)
    {
        if (!storage.Read(slot * RecordBytes, buffer, RecordBytes))
            return false;

        for (int i = 0; i < RecordBytes; i++)
        {
            if (buffer[i] != 255)
                return false;
        }

        return true;
    }

    /// <summary>Number of the record in a slot, which then lies in the buffer; 0 when it holds no valid one.</summary>
    private long NumberAt(int slot)
    {
        if (!storage.Read(slot * RecordBytes, buffer, RecordBytes))
            return 0;

        bool valid = (uint)Bytes.Get(buffer, 0, 4) == Crc.Of(buffer, 4, RecordBytes - 4);
        return valid ? Bytes.Get(buffer, 4, 8) : 0;
    }
}
