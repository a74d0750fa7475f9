using EdgeAD.Vision.Backbones;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>Writes safetensors files with the names of torchvision's or timm's MobileNetV2.</summary>
public static class TorchWriter
{
    /// <summary>PyTorch's default epsilon.</summary>
    public const double Epsilon = 1e-5;

    public static byte[] Write(NormedNet net, bool timm)
    {
        var file = new SafetensorsFile();
        foreach (BackboneLayer layer in net.Shape.Layers.Where(l => l.Op != LayerOp.Add))
        {
            (string conv, string norm) = timm ? Timm(layer.Name) : Torchvision(layer.Name);
            var (gamma, beta, mean, variance) = net.Norms[layer.Name];
            file.Tensors.Add(SafetensorsTensor.FromFloats(conv + ".weight", layer.WeightShape, net.Shape.WeightsOf(layer.Name).Weight));
            foreach ((string name, float[] values) in new[] { ("weight", gamma), ("bias", beta), ("running_mean", mean), ("running_var", variance) })
                file.Tensors.Add(SafetensorsTensor.FromFloats($"{norm}.{name}", [values.Length], values));
            file.Tensors.Add(new SafetensorsTensor($"{norm}.num_batches_tracked", "I64", [], new byte[8]));
        }

        file.Tensors.Add(SafetensorsTensor.FromFloats("classifier.1.weight", [2, 8], new float[16]));
        return file.ToBytes();
    }

    private static (string, string) Torchvision(string layer)
    {
        if (layer == "Conv1")
            return ("features.0.0", "features.0.1");
        (int block, string part) = Split(layer);
        string p = $"features.{block + 1}.conv.";
        return (block, part) switch
        {
            (0, "depthwise") => (p + "0.0", p + "0.1"),
            (0, _) => (p + "1", p + "2"),
            (_, "expand") => (p + "0.0", p + "0.1"),
            (_, "depthwise") => (p + "1.0", p + "1.1"),
            _ => (p + "2", p + "3"),
        };
    }

    private static (string, string) Timm(string layer)
    {
        if (layer == "Conv1")
            return ("conv_stem", "bn1");
        (int block, string part) = Split(layer);
        // blocks per stage: 1, 2, 3, 4, 3, 3, 1
        int stage = 0, index = block;
        foreach (int count in new[] { 1, 2, 3, 4, 3, 3, 1 })
        {
            if (index < count)
                break;
            (index, stage) = (index - count, stage + 1);
        }

        string p = $"blocks.{stage}.{index}.";
        return (block, part) switch
        {
            (0, "depthwise") => (p + "conv_dw", p + "bn1"),
            (0, _) => (p + "conv_pw", p + "bn2"),
            (_, "expand") => (p + "conv_pw", p + "bn1"),
            (_, "depthwise") => (p + "conv_dw", p + "bn2"),
            _ => (p + "conv_pwl", p + "bn3"),
        };
    }

    private static (int Block, string Part) Split(string layer)
    {
        string[] words = layer.Split('_');
        return layer.StartsWith("expanded", StringComparison.Ordinal) ? (0, words[^1]) : (int.Parse(words[1]), words[^1]);
    }
}
