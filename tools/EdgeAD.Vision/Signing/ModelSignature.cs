using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeAD.Schema;
using EdgeAD.Vision.Packing;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Signing;

/// <summary>The signature in a model file's header; the layout stands in native-kernels/schema/model.fbs.</summary>
public static class ModelSignature
{
    private const int HashAt = 8, SignatureAt = 40, KeyIdAt = 104, HeaderEnd = 112, CounterField = 6;

    /// <summary>Signs a model file in place: counter, key id, signature, and the file's SHA-256 over them.</summary>
    /// <param name="file">A model file that the kernels have accepted.</param>
    /// <param name="key">A private key.</param>
    /// <param name="counter">What a camera compares: an update must have a higher one than the model it replaces. At least 1.</param>
    /// <exception cref="EdgeAdException">E1303: the file was written by a version that left no room for a counter.</exception>
    public static void Sign(byte[] file, SigningKey key, uint counter)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(CounterAt(file)), counter);
        key.Id.CopyTo(file, KeyIdAt);
        key.Sign(Digest(file)).CopyTo(file, SignatureAt);
        ModelWriter.Seal(file);
    }

    /// <summary>Whether the file carries this key's signature.</summary>
    public static bool IsBy(byte[] file, SigningKey key) =>
        file.AsSpan(KeyIdAt, 8).SequenceEqual(key.Id) && key.Verify(Digest(file), file[SignatureAt..KeyIdAt]);

    /// <summary>SHA-256 of the file with bytes 8..111 zeroed.</summary>
    public static byte[] Digest(byte[] file)
    {
        byte[] content = [.. file];
        content.AsSpan(HashAt, HeaderEnd - HashAt).Clear();
        return SHA256.HashData(content);
    }

    private static int CounterAt(byte[] file)
    {
        Table table = new((int)BinaryPrimitives.ReadUInt32LittleEndian(file), new ByteBuffer(file));
        int offset = table.__offset(CounterField);
        if (offset == 0)
        {
            throw new EdgeAdException(ErrorCode.ModelUnsupported, "the model was written by a version that left no room for the update counter",
                "train it again with this version");
        }
        return table.bb_pos + offset;
    }
}
