using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace EdgeAD.Vision.Backbones;

/// <summary>Backbones as safetensors, see docs/backbone-format.md.</summary>
internal static class BackboneFile
{
    public const string Format = "edgead-backbone/1";
    private const double DefaultEpsilon = 1e-3;

    public static bool IsBackbone(SafetensorsFile file) => file.Metadata.ContainsKey("format");

    public static Backbone Read(ReadOnlyMemory<byte> bytes, string source)
    {
        SafetensorsFile file = SafetensorsFile.Parse(bytes, source);
        string format = file.Metadata.GetValueOrDefault("format", "");
        if (format != Format)
        {
            throw new EdgeAdException(
                ErrorCode.BackboneUnreadable,
                format.Length == 0 ? $"{source} holds tensors but no EdgeAD backbone" : $"{source} has the unknown format '{format}'",
                "convert other nets with `edgead backbone import`");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(file.Metadata.GetValueOrDefault("graph", ""));
            return Read(file, json.RootElement, source, Convert.ToHexStringLower(SHA256.HashData(bytes.Span)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: the graph is not valid: {e.Message}", "make the file again with `edgead backbone import`", e);
        }
    }

    public static byte[] Write(Backbone backbone, bool half)
    {
        var file = new SafetensorsFile();
        file.Metadata["format"] = Format;
        file.Metadata["name"] = backbone.Name;
        file.Metadata["license"] = backbone.License;
        file.Metadata["provenance"] = backbone.Provenance;
        file.Metadata["graph"] = WriteGraph(backbone);
        foreach (BackboneLayer layer in backbone.Layers.Where(l => l.Op != LayerOp.Add))
        {
            LayerWeights weights = backbone.WeightsOf(layer.Name);
            file.Tensors.Add(SafetensorsTensor.FromFloats(layer.Name + ".weight", layer.WeightShape, weights.Weight, half));
            file.Tensors.Add(SafetensorsTensor.FromFloats(layer.Name + ".bias", [layer.OutChannels], weights.Bias, half));
        }

        return file.ToBytes();
    }

    private static Backbone Read(SafetensorsFile file, JsonElement graph, string source, string sha256)
    {
        JsonElement input = graph.GetProperty("input");
        var preprocessing = new Preprocessing(
            input.GetProperty("channels").GetInt32(),
            input.GetProperty("color").GetString() ?? "",
            Floats(input.GetProperty("scale")),
            Floats(input.GetProperty("offset")));
        double epsilon = graph.TryGetProperty("batch_norm_epsilon", out JsonElement e) ? e.GetDouble() : DefaultEpsilon;
        BackboneLayer[] layers = graph.GetProperty("layers").EnumerateArray().Select(ReadLayer).ToArray();
        var tensors = file.Tensors.ToDictionary(t => t.Name, StringComparer.Ordinal);
        var weights = new Dictionary<string, LayerWeights>(StringComparer.Ordinal);
        foreach (BackboneLayer layer in layers.Where(l => l.Op != LayerOp.Add))
            weights[layer.Name] = ReadWeights(layer, tensors, epsilon, source);
        return new Backbone(
            file.Metadata.GetValueOrDefault("name", source),
            preprocessing,
            layers,
            weights,
            Strings(graph.GetProperty("default_cut")),
            file.Metadata.GetValueOrDefault("license", ""),
            file.Metadata.GetValueOrDefault("provenance", ""),
            sha256);
    }

    private static BackboneLayer ReadLayer(JsonElement l) => new(
        l.GetProperty("name").GetString() ?? "",
        Word<LayerOp>(l, "op"),
        Strings(l.GetProperty("inputs")),
        l.GetProperty("in").GetInt32(),
        l.GetProperty("out").GetInt32(),
        l.GetProperty("stride").GetInt32(),
        Word<Padding>(l, "padding"),
        Word<Activation>(l, "activation"));

    private static LayerWeights ReadWeights(BackboneLayer layer, Dictionary<string, SafetensorsTensor> tensors, double epsilon, string source)
    {
        float[]? Values(string suffix, bool required, IReadOnlyList<int> shape)
        {
            if (!tensors.TryGetValue(layer.Name + suffix, out SafetensorsTensor? tensor))
                return required ? throw Bad(source, $"the tensor '{layer.Name}{suffix}' is missing") : null;
            if (!tensor.Shape.SequenceEqual(shape))
                throw Bad(source, $"'{tensor.Name}' is [{string.Join(',', tensor.Shape)}], [{string.Join(',', shape)}] was due");
            return tensor.ToFloats();
        }

        int[] perChannel = [layer.OutChannels];
        float[] weight = Values(".weight", true, layer.WeightShape)!;
        float[] bias = Values(".bias", false, perChannel) ?? new float[layer.OutChannels];
        float[]? gamma = Values(".bn.weight", false, perChannel);
        return gamma is null
            ? new LayerWeights(weight, bias)
            : BatchNorm.Fold(
                new LayerWeights(weight, bias),
                gamma,
                Values(".bn.bias", true, perChannel)!,
                Values(".bn.running_mean", true, perChannel)!,
                Values(".bn.running_var", true, perChannel)!,
                epsilon);
    }

    private static string WriteGraph(Backbone backbone)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject("input");
            json.WriteNumber("channels", backbone.Input.Channels);
            json.WriteString("color", backbone.Input.Color);
            WriteArray(json, "scale", backbone.Input.Scale);
            WriteArray(json, "offset", backbone.Input.Offset);
            json.WriteEndObject();
            WriteArray(json, "default_cut", backbone.DefaultCut);
            json.WriteStartArray("layers");
            foreach (BackboneLayer l in backbone.Layers)
            {
                json.WriteStartObject();
                json.WriteString("name", l.Name);
                json.WriteString("op", l.Op.ToString().ToLowerInvariant());
                WriteArray(json, "inputs", l.Inputs);
                json.WriteNumber("in", l.InChannels);
                json.WriteNumber("out", l.OutChannels);
                json.WriteNumber("stride", l.Stride);
                json.WriteString("padding", l.Padding.ToString().ToLowerInvariant());
                json.WriteString("activation", l.Activation.ToString().ToLowerInvariant());
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<float> values)
    {
        json.WriteStartArray(name);
        foreach (float v in values)
            json.WriteNumberValue(v);
        json.WriteEndArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string v in values)
            json.WriteStringValue(v);
        json.WriteEndArray();
    }

    private static T Word<T>(JsonElement element, string key) where T : struct, Enum
    {
        string word = element.GetProperty(key).GetString() ?? "";
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new FormatException($"'{word}' is no {key}; known: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
    }

    private static float[] Floats(JsonElement array) => array.EnumerateArray().Select(v => v.GetSingle()).ToArray();

    private static string[] Strings(JsonElement array) => array.EnumerateArray().Select(v => v.GetString() ?? "").ToArray();

    private static EdgeAdException Bad(string source, string what) =>
        new(ErrorCode.BackboneUnreadable, $"{source}: {what}", "make the file again with `edgead backbone import`");
}
