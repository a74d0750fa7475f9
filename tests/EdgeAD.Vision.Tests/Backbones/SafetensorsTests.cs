using System.Buffers.Binary;
using System.Text;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Backbones;

public sealed class SafetensorsTests
{
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1e-3f)]
    public void Floats_survive_the_round_trip(bool half, float tolerance)
    {
        float[] values = [0, -1.5f, 3.14159f, 1e-3f, 1000.25f, -0.1f];
        var file = new SafetensorsFile();
        file.Metadata["who"] = "tést \"quoted\"";
        file.Tensors.Add(SafetensorsTensor.FromFloats("a", [2, 3], values, half));
        file.Tensors.Add(SafetensorsTensor.FromFloats("empty", [0], []));
        SafetensorsFile read = SafetensorsFile.Parse(file.ToBytes(), "test");
        Assert.Equal(file.Metadata, read.Metadata);
        Assert.Equal([2, 3], read.Tensors[0].Shape);
        foreach ((float wanted, float got) in values.Zip(read.Tensors[0].ToFloats()))
            Assert.InRange(got, wanted - tolerance * MathF.Abs(wanted), wanted + tolerance * MathF.Abs(wanted));
    }

    [Fact]
    public void Truncation_at_every_length_is_refused()
    {
        var file = new SafetensorsFile();
        file.Tensors.Add(SafetensorsTensor.FromFloats("a", [4], [1, 2, 3, 4]));
        byte[] whole = file.ToBytes();
        for (int length = 0; length < whole.Length; length++)
            Expect.Error(ErrorCode.BackboneUnreadable, () => SafetensorsFile.Parse(whole[..length], "test"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12)] // overlap
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12)] // hole
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8)] // bytes left over
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8)] // shape and size disagree
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8)] // backwards
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8)] // before the data
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}""", 8)] // beyond the data
    [InlineData("""{"a":{"dtype":"F32","shape":[2000000,2000000,2000000],"data_offsets":[0,8]}}""", 8)] // product overflows
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8)] // negative
    [InlineData("""{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", 8)] // unknown type
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", 8)] // no type
    [InlineData("""{"a":[1,2]}""", 8)] // no object
    [InlineData("""[]""", 0)]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8)] // twice
    [InlineData("""{"a":""", 8)] // no JSON
    public void Evil_headers_are_refused(string header, int dataBytes) =>
        Expect.Error(ErrorCode.BackboneUnreadable, () => SafetensorsFile.Parse(File(header, dataBytes), "test"));

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(100UL)]
    public void A_header_length_beyond_the_file_is_refused(ulong length)
    {
        byte[] bytes = File("{}", 16);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Expect.Error(ErrorCode.BackboneUnreadable, () => SafetensorsFile.Parse(bytes, "test"));
    }

    private static byte[] File(string header, int dataBytes)
    {
        byte[] json = Encoding.UTF8.GetBytes(header), bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)json.Length);
        json.CopyTo(bytes, 8);
        return bytes;
    }
}
