using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeAD.Vision.Bench;

namespace EdgeAD.Vision.Cost;

/// <summary>A layer as one word list, in the order that native-kernels/bench prints: operator, rows, columns, in, out, stride, requantisation, packed bytes, instructions.</summary>
internal sealed class LayerText : JsonConverter<LayerFigure>
{
    public override LayerFigure Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string[] c = (reader.GetString() ?? "").Split(' ');
        return c.Length == 9
            ? new LayerFigure(c[0], Whole(c[1]), Whole(c[2]), Whole(c[3]), Whole(c[4]), Whole(c[5]), c[6], Whole(c[7]), double.Parse(c[8], CultureInfo.InvariantCulture))
            : throw new JsonException($"a layer in {c.Length} words");
    }

    public override void Write(Utf8JsonWriter writer, LayerFigure l, JsonSerializerOptions options) =>
        writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{l.Op} {l.Rows} {l.Columns} {l.In} {l.Out} {l.Stride} {l.Requantisation} {l.PackedBytes} {l.Value}"));

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
