using System.Buffers.Binary;
using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Flashing;

/// <summary>What the camera's model store remembers (firmware/store/record.h), as it is after a model was written to slot A.</summary>
public static class ModelState
{
    private const int RecordBytes = 32, CrcAt = 28;
    private const byte NoSlot = 0xFF;

    /// <summary>The partition model_state: one record, the rest erased.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="layout">Layout that holds the partition.</param>
    public static byte[] Image(byte[] model, FlashLayout layout)
    {
        var image = new byte[layout.Find("model_state")!.Bytes];
        image.AsSpan().Fill(0xFF);
        Record(model.Length, ModelCard.Read(model).Counter).CopyTo(image, 0);
        return image;
    }

    /// <summary>The record: slot 0 is confirmed and holds a model of this size and counter.</summary>
    public static byte[] Record(int bytes, uint counter)
    {
        var record = new byte[RecordBytes];
        "EADS"u8.CopyTo(record);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), 1); // sequence
        record[9] = NoSlot; // nothing pending
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12), counter);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(16), (uint)bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(CrcAt), Crc32(record.AsSpan(0, CrcAt)));
        return record;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
