namespace EdgeAD.Core;

/// <summary>Numbers in byte arrays, least significant byte first.</summary>
internal static class Bytes
{
    /// <summary>Writes the lowest bytes of a number.</summary>
    internal static void Put(byte[] bytes, int offset, long value, int count)
    {
        for (int i = 0; i < count; i++)
            bytes[offset + i] = (byte)((value >> (8 * i)) & 0xFF);
    }

    /// <summary>Reads an unsigned number of up to 8 bytes; 8 bytes give a signed one.</summary>
    internal static long Get(byte[] bytes, int offset, int count)
    {
        long value = 0;
        for (int i = 0; i < count; i++)
            value |= (long)bytes[offset + i] << (8 * i);
        return value;
    }

    /// <summary>Reads a signed number of 4 bytes.</summary>
    internal static int GetInt(byte[] bytes, int offset)
    {
        return (int)Get(bytes, offset, 4);
    }
}
