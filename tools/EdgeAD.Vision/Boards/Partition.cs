using System.Globalization;
using System.Text.Json.Serialization;

namespace EdgeAD.Vision.Boards;

/// <summary>A piece of flash.</summary>
/// <param name="Name">Label, at most 15 letters.</param>
/// <param name="Type"><c>app</c> or <c>data</c>.</param>
/// <param name="Subtype">Subtype as ESP-IDF writes it, a word or a hexadecimal number.</param>
/// <param name="Offset">First byte, as <c>0x690000</c>.</param>
/// <param name="Bytes">Size, a multiple of 4096.</param>
public sealed record Partition(string Name, string Type, string Subtype, string Offset, long Bytes)
{
    /// <summary>First byte.</summary>
    [JsonIgnore]
    public long Start => long.Parse(Offset.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>First byte behind it.</summary>
    [JsonIgnore]
    public long End => Start + Bytes;
}
