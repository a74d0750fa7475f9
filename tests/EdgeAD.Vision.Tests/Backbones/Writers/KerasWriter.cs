using System.Text.Json.Nodes;
using EdgeAD.Vision.Backbones;
using PureHDF;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>Writes Keras HDF5 files: a plain functional model, one nested as Teachable Machine does, or weights only.</summary>
public sealed class KerasWriter(NormedNet net)
{
    /// <summary>Epsilon of the batch norm layers.</summary>
    public const double Epsilon = 1e-3;

    /// <summary>How the model lies in the file.</summary>
    public enum Form
    {
        /// <summary>model_config and weights per layer.</summary>
        Functional,

        /// <summary>A Sequential in a Sequential, as Teachable Machine exports.</summary>
        Nested,

        /// <summary>No model_config: keras-applications' published files.</summary>
        WeightsOnly,
    }

    public void Write(string path, Form form)
    {
        var layers = new H5Group();
        foreach (BackboneLayer layer in net.Shape.Layers.Where(l => l.Op != LayerOp.Add))
        {
            var (gamma, beta, mean, variance) = net.Norms[layer.Name];
            bool depthwise = layer.Op == LayerOp.Depthwise3x3;
            Add(layers, layer.Name, (depthwise ? "depthwise_kernel:0" : "kernel:0", Kernel(layer)));
            Add(layers, NormName(layer), ("gamma:0", gamma), ("beta:0", beta), ("moving_mean:0", mean), ("moving_variance:0", variance));
        }

        H5File file = form == Form.WeightsOnly ? [] : new H5File { ["model_weights"] = form == Form.Nested ? new H5Group { ["sequential_1"] = layers } : layers };
        if (form == Form.WeightsOnly)
        {
            foreach ((string name, object group) in layers)
                file[name] = group;
        }
        else
        {
            JsonObject model = form == Form.Nested ? Sequential("outer", Sequential("sequential_1", Functional())) : Functional();
            file.Attributes["model_config"] = model.ToJsonString();
        }

        file.Write(path);
    }

    // keras-applications keeps the layer's group within a group of the same name
    private static void Add(H5Group to, string layer, params (string Variable, object Values)[] variables)
    {
        var inner = new H5Group();
        foreach ((string variable, object values) in variables)
            inner[variable] = values;
        to[layer] = new H5Group { [layer] = inner };
    }

    private static string NormName(BackboneLayer layer) => layer.Name == "Conv1" ? "bn_Conv1" : layer.Name + "_BN";

    private float[,,,] Kernel(BackboneLayer layer)
    {
        // [k][k][in][out], depthwise [k][k][channels][1]
        float[] from = net.Shape.WeightsOf(layer.Name).Weight;
        bool depthwise = layer.Op == LayerOp.Depthwise3x3;
        int k = layer.Op == LayerOp.Pointwise ? 1 : 3, inner = depthwise ? 1 : layer.InChannels;
        var to = new float[k, k, depthwise ? layer.OutChannels : inner, depthwise ? 1 : layer.OutChannels];
        for (int o = 0; o < layer.OutChannels; o++)
            for (int c = 0; c < inner; c++)
                for (int y = 0; y < k; y++)
                    for (int x = 0; x < k; x++)
                        to[y, x, depthwise ? o : c, depthwise ? 0 : o] = from[((o * inner + c) * k + y) * k + x];
        return to;
    }

    private static JsonObject Sequential(string name, JsonObject inner) => new()
    {
        ["class_name"] = "Sequential",
        ["name"] = name,
        ["config"] = new JsonObject { ["name"] = name, ["layers"] = new JsonArray(Layer("InputLayer", name + "_input", InputConfig()), inner, Layer("Dense", name + "_dense", [])) },
    };

    private JsonObject Functional()
    {
        var layers = new JsonArray { Layer("InputLayer", "input_1", InputConfig()) };
        var values = new Dictionary<string, string> { [BackboneLayer.PictureInput] = "input_1" };
        foreach (BackboneLayer layer in net.Shape.Layers)
        {
            if (layer.Op == LayerOp.Add)
            {
                layers.Add(Layer("Add", layer.Name, [], values[layer.Inputs[0]], values[layer.Inputs[1]]));
                values[layer.Name] = layer.Name;
                continue;
            }

            string input = values[layer.Inputs[0]];
            bool padded = layer.Op == LayerOp.Depthwise3x3 && layer.Stride == 2;
            if (padded)
                layers.Add(Layer("ZeroPadding2D", layer.Name + "_pad", new JsonObject { ["padding"] = new JsonArray(new JsonArray(0, 1), new JsonArray(0, 1)) }, input));
            layers.Add(Layer(
                layer.Op == LayerOp.Depthwise3x3 ? "DepthwiseConv2D" : "Conv2D",
                layer.Name,
                new JsonObject { ["strides"] = new JsonArray(layer.Stride, layer.Stride), ["padding"] = padded ? "valid" : "same", ["activation"] = "linear" },
                padded ? layer.Name + "_pad" : input));
            layers.Add(Layer("BatchNormalization", NormName(layer), new JsonObject { ["epsilon"] = Epsilon }, layer.Name));
            values[layer.Name] = NormName(layer);
            if (layer.Activation == Activation.Relu6)
            {
                layers.Add(Layer("ReLU", layer.Name + "_relu", new JsonObject { ["max_value"] = 6.0 }, NormName(layer)));
                values[layer.Name] = layer.Name + "_relu";
            }
        }

        string last = values[net.Shape.Layers[^1].Name];
        layers.Add(Layer("GlobalAveragePooling2D", "pool", [], last));
        return new JsonObject
        {
            ["class_name"] = "Functional",
            ["name"] = "model1",
            ["config"] = new JsonObject { ["name"] = "model1", ["layers"] = layers, ["output_layers"] = new JsonArray(new JsonArray("pool", 0, 0)) },
        };
    }

    private static JsonObject InputConfig() => new() { ["batch_input_shape"] = new JsonArray(null, 64, 64, 3) };

    private static JsonObject Layer(string kind, string name, JsonObject config, params string[] inputs)
    {
        config["name"] = name;
        return new JsonObject
        {
            ["class_name"] = kind,
            ["name"] = name,
            ["config"] = config,
            ["inbound_nodes"] = inputs.Length == 0
                ? new JsonArray()
                : new JsonArray(new JsonArray([.. inputs.Select(i => (JsonNode)new JsonArray(i, 0, 0, new JsonObject()))])),
        };
    }
}
