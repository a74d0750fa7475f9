using System.Buffers.Binary;
using System.Text.Json;

namespace EdgeAD.Vision.Backbones;

/// <summary>A safetensors file in memory: metadata strings and tensors. Reading is safe against any input.</summary>
/// <remarks>
/// Format (https://github.com/huggingface/safetensors): u64 header length, that many bytes of JSON, then the tensors' bytes.
/// The tensors must fill the data exactly: no overlap, no hole. Every flaw is E1201.
/// </remarks>
public sealed class SafetensorsFile
{
    private const int MaxHeaderBytes = 16 << 20;

    /// <summary>The <c>__metadata__</c> strings.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Tensors in file order.</summary>
    public List<SafetensorsTensor> Tensors { get; } = [];

    /// <summary>Reads a whole file.</summary>
    /// <param name="bytes">The file's content.</param>
    /// <param name="source">Name of the file for messages.</param>
    public static SafetensorsFile Parse(ReadOnlyMemory<byte> bytes, string source)
    {
        if (bytes.Length < 10)
            throw Bad(source, $"{bytes.Length} bytes are too few");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (headerLength > MaxHeaderBytes || headerLength > (ulong)bytes.Length - 8)
            throw Bad(source, $"the header claims {headerLength} bytes, the file has {bytes.Length}");
        var file = new SafetensorsFile();
        ReadOnlyMemory<byte> data = bytes[(8 + (int)headerLength)..];
        try
        {
            using JsonDocument json = JsonDocument.Parse(bytes.Slice(8, (int)headerLength));
            file.ReadHeader(json.RootElement, data, source);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: the safetensors header is not valid: {e.Message}", Hint, e);
        }

        return file;
    }

    /// <summary>The file's bytes: tensors in order, header padded with spaces to 8 bytes.</summary>
    public byte[] ToBytes()
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in Metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (SafetensorsTensor tensor in Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type);
                json.WriteStartArray("shape");
                foreach (int d in tensor.Shape)
                    json.WriteNumberValue(d);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Data.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (header.Length % 8 != 0)
            header.WriteByte((byte)' ');
        using var all = new MemoryStream();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        all.Write(length);
        header.WriteTo(all);
        foreach (SafetensorsTensor tensor in Tensors)
            all.Write(tensor.Data.Span);
        return all.ToArray();
    }

    /// <summary>Bytes per element, 0 for an unknown type.</summary>
    internal static int SizeOf(string type) => type switch
    {
        "F64" or "I64" or "U64" => 8,
        "F32" or "I32" or "U32" => 4,
        "F16" or "BF16" or "I16" or "U16" => 2,
        "I8" or "U8" or "BOOL" or "F8_E4M3" or "F8_E5M2" => 1,
        _ => 0,
    };

    private void ReadHeader(JsonElement root, ReadOnlyMemory<byte> data, string source)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Bad(source, "the header is no JSON object");
        var placed = new List<(long Begin, long End, string Name)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            if (!names.Add(entry.Name))
                throw Bad(source, $"'{entry.Name}' stands twice in the header");
            if (entry.Name == "__metadata__")
            {
                foreach (JsonProperty pair in entry.Value.EnumerateObject())
                    Metadata[pair.Name] = pair.Value.GetString() ?? "";
                continue;
            }

            string type = entry.Value.GetProperty("dtype").GetString() ?? "";
            int[] shape = entry.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32()).ToArray();
            JsonElement offsets = entry.Value.GetProperty("data_offsets");
            if (offsets.GetArrayLength() != 2 || shape.Length > 8 || shape.Any(d => d < 0))
                throw Bad(source, $"tensor '{entry.Name}' has a malformed shape or place");
            long begin = offsets[0].GetInt64(), end = offsets[1].GetInt64();
            if (begin < 0 || end < begin || end > data.Length)
                throw Bad(source, $"tensor '{entry.Name}' lies at {begin}..{end}, the data has {data.Length} bytes");
            int size = SizeOf(type);
            if (size == 0)
                throw Bad(source, $"tensor '{entry.Name}' has the unknown type '{type}'");
            long count = 1;
            foreach (int d in shape)
            {
                count *= d;
                if (count > int.MaxValue)
                    throw Bad(source, $"tensor '{entry.Name}' is too large");
            }

            if (count * size != end - begin)
                throw Bad(source, $"tensor '{entry.Name}' needs {count * size} bytes and has {end - begin}");
            placed.Add((begin, end, entry.Name));
            Tensors.Add(new SafetensorsTensor(entry.Name, type, shape, data[(int)begin..(int)end]));
        }

        placed.Sort();
        long at = 0;
        foreach ((long begin, long end, string name) in placed)
        {
            if (begin != at)
                throw Bad(source, $"tensor '{name}' begins at {begin} where {at} was due (overlap or hole)");
            at = end;
        }

        if (at != data.Length)
            throw Bad(source, $"{data.Length - at} bytes after the last tensor");
    }

    private const string Hint = "the file may be cut short; copy it again";

    private static EdgeAdException Bad(string source, string what) =>
        new(ErrorCode.BackboneUnreadable, $"{source}: not a readable safetensors file: {what}", Hint);
}
