namespace EdgeAD.Core;

/// <summary>CRC-32 as in Ethernet and zip.</summary>
internal static class Crc
{
    /// <summary>The sum of each half byte.</summary>
    private static readonly uint[] Nibbles = new uint[]
    {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC,
        0x76DC4190, 0x6B6B51F4, 0x4DB26158, 0x5005713C,
        0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
        0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };

    /// <summary>The sum of a piece of an array.</summary>
    internal static uint Of(byte[] bytes, int offset, int count)
    {
        return Add(0xFFFFFFFFu, bytes, offset, count) ^ 0xFFFFFFFFu;
    }

    /// <summary>Takes further bytes into a sum that began with 0xFFFFFFFF and will be inverted at its end.</summary>
    internal static uint Add(uint crc, byte[] bytes, int offset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            crc ^= bytes[offset + i];
            crc = (crc >> 4) ^ Nibbles[(int)(crc & 15)];
            crc = (crc >> 4) ^ Nibbles[(int)(crc & 15)];
        }

        return crc;
    }
}
