using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>Flash that forgets what flash forgets: writing clears bits, erasing sets them, and power may fail after any byte.</summary>
public sealed class SimulatedFlash(int bytes) : IStorage
{
    private readonly byte[] content = [.. Enumerable.Repeat((byte)255, bytes)];

    /// <inheritdoc />
    public int Bytes => content.Length;

    /// <summary>Steps (a byte written, 64 bytes erased) until power fails; every later step does nothing and fails. Null: power stays.</summary>
    public int? StepsUntilPowerFails { get; set; }

    /// <summary>True for operations that fail although power stays.</summary>
    public bool Broken { get; set; }

    /// <summary>Steps done so far.</summary>
    public long Steps { get; private set; }

    /// <summary>Erasures of each sector.</summary>
    public int[] Erasures { get; } = new int[bytes / RecordRing.SectorBytes];

    /// <inheritdoc />
    public bool Read(int offset, byte[] buffer, int count)
    {
        Array.Copy(content, offset, buffer, 0, count);
        return true;
    }

    /// <inheritdoc />
    public bool Write(int offset, byte[] data, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (!Step())
                return false;
            content[offset + i] &= data[i];
        }

        return true;
    }

    /// <inheritdoc />
    public bool Erase(int offset)
    {
        if (offset % RecordRing.SectorBytes != 0)
            throw new ArgumentException($"{offset} is not the start of a sector.");

        const int piece = 64;
        for (int i = 0; i < RecordRing.SectorBytes; i += piece)
        {
            if (!Step())
                return false;
            Array.Fill(content, (byte)255, offset + i, piece);
        }

        Erasures[offset / RecordRing.SectorBytes]++;
        return true;
    }

    private bool Step()
    {
        if (Broken || StepsUntilPowerFails == 0)
            return false;

        StepsUntilPowerFails--;
        Steps++;
        return true;
    }
}
