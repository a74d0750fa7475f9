using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeAD.Vision.Boards;

namespace EdgeAD.Vision.Flashing;

/// <summary>A flash layout as the text that ESP-IDF's build reads and as the binary that its bootloader reads.</summary>
/// <remarks>Format: ESP-IDF programming guide, "Partition Tables". 32 bytes per entry, then an MD5 of the entries, 0xFF up to 3072 bytes.</remarks>
public static class PartitionTable
{
    private const int EntryBytes = 32, TableBytes = 0xC00, LabelAt = 12, LabelBytes = 16;

    /// <summary>Comma-separated values.</summary>
    public static string ToCsv(FlashLayout layout)
    {
        var text = new StringBuilder("# name, type, subtype, offset, size\n");
        foreach (Partition p in layout.Partitions)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{p.Name}, {p.Type}, {p.Subtype}, {p.Offset}, 0x{p.Bytes:X}\n");
        return text.ToString();
    }

    /// <summary>The table as it lies in flash.</summary>
    public static byte[] ToBinary(FlashLayout layout)
    {
        var table = new byte[TableBytes];
        table.AsSpan().Fill(0xFF);
        int at = 0;
        foreach (Partition p in layout.Partitions)
        {
            Span<byte> entry = table.AsSpan(at, EntryBytes);
            entry.Clear();
            (entry[0], entry[1], entry[2], entry[3]) = (0xAA, 0x50, (byte)(p.Type == "app" ? 0 : 1), Subtype(p.Subtype));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], (uint)p.Start);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[8..], (uint)p.Bytes);
            Encoding.ASCII.GetBytes(p.Name, entry.Slice(LabelAt, LabelBytes));
            at += EntryBytes;
        }
        table[at] = table[at + 1] = 0xEB;
        MD5.HashData(table.AsSpan(0, at)).CopyTo(table, at + 16);
        return table;
    }

    private static byte Subtype(string name) => name switch
    {
        "factory" => 0x00,
        "phy" => 0x01,
        "nvs" => 0x02,
        "littlefs" => 0x83,
        _ => Convert.ToByte(name, 16),
    };
}
