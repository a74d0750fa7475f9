using System.Text.Json;

namespace EdgeAD.Vision.Backbones.Import.Keras;

/// <summary>The layers of a <c>model_config</c> in execution order, nested models flattened.</summary>
internal sealed class KerasGraph(KerasTensors tensors, string source)
{
    private const int MaxNesting = 8;
    private readonly KerasLayers _layers = new(tensors, source);
    private readonly List<SourceNode> _nodes = [];

    /// <summary>All nodes of the outermost model.</summary>
    public IReadOnlyList<SourceNode> Flatten(JsonElement model)
    {
        Model(model, null, "", 0);
        return _nodes;
    }

    // Emits a model's layers; returns the name of the value it puts out.
    private string Model(JsonElement model, string? input, string prefix, int depth)
    {
        if (depth > MaxNesting)
            throw Unsupported("Model", prefix, "nested too deeply");
        JsonElement config = model.GetProperty("config");
        return Class(model) == "Sequential" ? Sequential(config, input, prefix, depth) : Functional(config, input, prefix, depth);
    }

    private string Sequential(JsonElement config, string? input, string prefix, int depth)
    {
        JsonElement layers = config.ValueKind == JsonValueKind.Array ? config : config.GetProperty("layers");
        string? last = input;
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            // Old files leave the InputLayer out and give the first layer the shape instead.
            if (last is null && Class(layer) != "InputLayer")
                last = Input(InnermostFirst(layer), prefix + "input");
            last = Layer(layer, last is null ? [] : [last], prefix, depth);
        }

        return last ?? throw Unsupported("Sequential", prefix, "without layers");
    }

    private string Functional(JsonElement config, string? input, string prefix, int depth)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? last = null;
        foreach (JsonElement layer in config.GetProperty("layers").EnumerateArray())
        {
            string name = Name(layer);
            var inbound = new List<string>();
            if (layer.TryGetProperty("inbound_nodes", out JsonElement calls) && calls.GetArrayLength() > 0)
                Histories(calls[0], inbound);
            string[] inputs = Class(layer) == "InputLayer"
                ? input is null ? [] : [input]
                : inbound.Select(i => values.TryGetValue(i, out string? v) ? v : throw Unsupported(Class(layer), name, $"reading '{i}' before it exists")).ToArray();
            values[name] = last = Layer(layer, inputs, prefix, depth);
        }

        if (config.TryGetProperty("output_layers", out JsonElement outputs))
        {
            var names = new List<string>();
            Histories(outputs, names);
            if (names.Count > 0 && values.TryGetValue(names[0], out string? output))
                return output;
        }

        return last ?? throw Unsupported("Model", prefix, "without layers");
    }

    private string Layer(JsonElement layer, string[] inputs, string prefix, int depth)
    {
        string kind = Class(layer), own = Name(layer), name = prefix + own;
        JsonElement config = layer.GetProperty("config");
        if (kind is "Sequential" or "Functional" or "Model")
            return Model(layer, inputs.FirstOrDefault(), name + "/", depth + 1);
        if (kind == "InputLayer")
            return inputs.Length == 1 ? inputs[0] : Input(config, name);
        if (kind == "Add" && inputs.Length == 2)
            return Emit(new SourceNode(name, kind, SourceOp.Add, inputs));
        if (inputs.Length != 1)
            return Emit(new SourceNode(name, kind, SourceOp.Unknown, inputs));
        string input = inputs[0];
        SourceNode node = kind switch
        {
            "Conv2D" => _layers.Convolution(name, own, input, Stride(config), IsSame(config), Activation(config, out _), config.TryGetProperty("groups", out JsonElement g) ? g.GetInt32() : 1),
            "DepthwiseConv2D" => _layers.Depthwise(name, own, input, Stride(config), IsSame(config), Activation(config, out _)),
            "BatchNormalization" or "BatchNormalizationV1" or "BatchNormalizationV2" => _layers.Norm(name, own, input, Number(config, "epsilon", 1e-3)),
            "ReLU" or "Activation" => ActivationNode(name, kind, input, config),
            "ZeroPadding2D" => new SourceNode(name, kind, SourceOp.Pad, input) { Pads = Pads(config) },
            "Rescaling" => new SourceNode(name, kind, SourceOp.Affine, input) { Scale = [(float)Number(config, "scale", 1)], Offset = [(float)Number(config, "offset", 0)] },
            "Dropout" or "SpatialDropout2D" or "GaussianNoise" => new SourceNode(name, kind, SourceOp.Identity, input),
            "GlobalAveragePooling2D" or "GlobalMaxPooling2D" or "Flatten" or "Dense" or "Reshape" or "Softmax" => new SourceNode(name, kind, SourceOp.Head, input),
            _ => new SourceNode(name, kind, SourceOp.Unknown, input),
        };
        // Dilated convolutions look like plain ones otherwise.
        if (config.TryGetProperty("dilation_rate", out JsonElement dilation) && dilation.EnumerateArray().Any(d => d.GetInt32() != 1))
            node = new SourceNode(name, "dilated " + kind, SourceOp.Unknown, input);
        if (kind is "Conv2D" or "DepthwiseConv2D" && !IsPlainActivation(config, out string word))
        {
            // The convolution stays, its activation becomes a node of its own: an unknown one is then named, softmax begins the head.
            Emit(node with { Activation = Backbones.Activation.None });
            return Emit(new SourceNode(name + "/" + word, word, word is "softmax" or "sigmoid" ? SourceOp.Head : SourceOp.Unknown, name));
        }

        return Emit(node);
    }

    private string Input(JsonElement config, string name)
    {
        JsonElement shape = config.TryGetProperty("batch_input_shape", out JsonElement s) || config.TryGetProperty("batch_shape", out s) ? s : default;
        if (shape.ValueKind != JsonValueKind.Array || shape.GetArrayLength() != 4)
            throw Unsupported("InputLayer", name, "that is no picture");
        int Dimension(int i) => shape[i].ValueKind == JsonValueKind.Number ? shape[i].GetInt32() : 0;
        return Emit(new SourceNode(name, "InputLayer", SourceOp.Input) { Channels = Dimension(3), Size = Dimension(1) });
    }

    private static JsonElement InnermostFirst(JsonElement layer)
    {
        JsonElement config = layer.GetProperty("config");
        return config.TryGetProperty("layers", out JsonElement inner) && inner.GetArrayLength() > 0 && !config.TryGetProperty("batch_input_shape", out _)
            ? InnermostFirst(inner[0]) : config;
    }

    private string Emit(SourceNode node)
    {
        _nodes.Add(node);
        return node.Name;
    }

    // Keras 2: ["name", 0, 0, {}]; Keras 3: {"config": {"keras_history": ["name", 0, 0]}}; both nested in lists.
    private static void Histories(JsonElement element, List<string> names)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            if (element.GetArrayLength() >= 3 && element[0].ValueKind == JsonValueKind.String && element[1].ValueKind == JsonValueKind.Number)
            {
                names.Add(element[0].GetString()!);
                return;
            }

            foreach (JsonElement inner in element.EnumerateArray())
                Histories(inner, names);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty("keras_history", out JsonElement history))
                Histories(history, names);
            else if (element.TryGetProperty("args", out JsonElement args))
                Histories(args, names);
            else if (element.TryGetProperty("config", out JsonElement config))
                Histories(config, names);
        }
    }

    private static SourceNode ActivationNode(string name, string kind, string input, JsonElement config)
    {
        Activation activation;
        if (kind == "ReLU")
        {
            double slope = Number(config, "negative_slope", 0), threshold = Number(config, "threshold", 0), max = Number(config, "max_value", double.PositiveInfinity);
            if (slope != 0 || threshold != 0 || (max != 6 && !double.IsPositiveInfinity(max)))
                return new SourceNode(name, "ReLU with slope, threshold or another limit than 6", SourceOp.Unknown, input);
            activation = max == 6 ? Backbones.Activation.Relu6 : Backbones.Activation.Relu;
        }
        else
        {
            activation = Activation(config, out string word);
            if (word is "softmax" or "sigmoid")
                return new SourceNode(name, word, SourceOp.Head, input);
            if (!IsPlainActivation(config, out _))
                return new SourceNode(name, word, SourceOp.Unknown, input);
        }

        return activation == Backbones.Activation.None
            ? new SourceNode(name, kind, SourceOp.Identity, input)
            : new SourceNode(name, kind, SourceOp.Activation, input) { Activation = activation };
    }

    private static bool IsPlainActivation(JsonElement config, out string word)
    {
        Activation(config, out word);
        return word is "" or "linear" or "relu" or "relu6";
    }

    private static Activation Activation(JsonElement config, out string word)
    {
        word = "";
        if (config.TryGetProperty("activation", out JsonElement a))
        {
            word = a.ValueKind switch
            {
                JsonValueKind.String => a.GetString()!,
                JsonValueKind.Object when a.TryGetProperty("class_name", out JsonElement c) => c.GetString() ?? "",
                JsonValueKind.Null => "",
                _ => a.ToString(),
            };
        }

        return word switch { "relu" => Backbones.Activation.Relu, "relu6" => Backbones.Activation.Relu6, _ => Backbones.Activation.None };
    }

    private int Stride(JsonElement config)
    {
        JsonElement s = config.GetProperty("strides");
        if (s.ValueKind == JsonValueKind.Number)
            return s.GetInt32();
        return s[0].GetInt32() == s[1].GetInt32() ? s[0].GetInt32() : throw Unsupported("convolution", Text(config, "name"), "with different strides per axis");
    }

    private static bool IsSame(JsonElement config) => Text(config, "padding") == "same";

    private (int, int, int, int) Pads(JsonElement config)
    {
        JsonElement p = config.GetProperty("padding");
        if (p.ValueKind != JsonValueKind.Array || p.GetArrayLength() != 2)
            throw Unsupported("ZeroPadding2D", Text(config, "name"), "of unknown form");
        return p[0].ValueKind == JsonValueKind.Number
            ? (p[0].GetInt32(), p[1].GetInt32(), p[0].GetInt32(), p[1].GetInt32())
            : (p[0][0].GetInt32(), p[1][0].GetInt32(), p[0][1].GetInt32(), p[1][1].GetInt32());
    }

    private static string Class(JsonElement layer) => layer.GetProperty("class_name").GetString() ?? "";

    private static string Name(JsonElement layer) =>
        layer.TryGetProperty("name", out JsonElement n) && n.ValueKind == JsonValueKind.String ? n.GetString()! : Text(layer.GetProperty("config"), "name");

    private static string Text(JsonElement config, string key) =>
        config.ValueKind == JsonValueKind.Object && config.TryGetProperty(key, out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";

    private static double Number(JsonElement config, string key, double otherwise) =>
        config.TryGetProperty(key, out JsonElement v) && v.ValueKind == JsonValueKind.Number ? v.GetDouble() : otherwise;

    private EdgeAdException Unsupported(string kind, string name, string detail) =>
        new(ErrorCode.BackboneUnsupported, $"{source}: the first unsupported operator is {kind} '{name}' {detail}");
}
