namespace EdgeAD.Vision.Backbones.Import.Torch;

/// <summary>MobileNetV2 weights under the names of torchvision or timm in a safetensors file, which holds no graph: names and shapes tell it.</summary>
internal static class TorchFile
{
    private const double Epsilon = 1e-5;
    private static readonly int[] Halving = [1, 3, 6, 13];

    /// <summary>Reads the tensors; E1202 when they are those of no net known here.</summary>
    public static SourceGraph Read(SafetensorsFile file, string source)
    {
        // Training wrappers put these in front of every name.
        static string Plain(string name) => name.StartsWith("module.", StringComparison.Ordinal) ? name[7..] : name.StartsWith("model.", StringComparison.Ordinal) ? name[6..] : name;
        var tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        foreach (SafetensorsTensor tensor in file.Tensors.Where(t => t.IsFloat))
            tensors[Plain(tensor.Name)] = tensor;
        (string Format, List<Step> Steps) = tensors.ContainsKey("features.0.0.weight") ? ("torchvision", Torchvision(tensors))
            : tensors.ContainsKey("conv_stem.weight") ? ("timm", Timm(tensors))
            : throw new EdgeAdException(
                ErrorCode.BackboneUnsupported,
                $"{source}: the first tensor '{file.Tensors.FirstOrDefault()?.Name}' belongs to no net known by its names",
                "known: MobileNetV2 of torchvision (features.N...) and timm (conv_stem, blocks.N...); export other nets as ONNX");
        var nodes = new List<SourceNode> { new("input", "input", SourceOp.Input) };
        string last = "input";
        foreach (Step step in Steps)
            last = Emit(step, tensors, nodes, last, source);
        foreach (string head in tensors.Keys.Where(k => k.StartsWith("classifier", StringComparison.Ordinal) && k.EndsWith(".weight", StringComparison.Ordinal)))
            nodes.Add(new SourceNode(head[..^7], "Linear", SourceOp.Head, last));
        return new SourceGraph(
            $"PyTorch safetensors with the names of {Format}",
            nodes,
            Preprocessing.TorchImageNet,
            "RGB minus ImageNet's mean over its deviation, the convention of PyTorch (the file does not say)",
            PadsLikeTensorFlow: false,
            ["the file holds no graph: strides are those of MobileNetV2"]);
    }

    /// <summary>One convolution with its batch norm.</summary>
    private sealed record Step(string Conv, string Norm, int Stride, bool Relu6, bool EndsBlock);

    private static List<Step> Torchvision(Dictionary<string, SafetensorsTensor> tensors)
    {
        var steps = new List<Step> { new("features.0.0", "features.0.1", 2, true, false) };
        for (int n = 1; ; n++)
        {
            string p = $"features.{n}.conv.";
            int stride = Halving.Contains(n - 1) ? 2 : 1;
            if (tensors.ContainsKey(p + "3.weight"))
                steps.AddRange([new(p + "0.0", p + "0.1", 1, true, false), new(p + "1.0", p + "1.1", stride, true, false), new(p + "2", p + "3", 1, false, true)]);
            else if (tensors.ContainsKey(p + "2.weight"))
                steps.AddRange([new(p + "0.0", p + "0.1", stride, true, false), new(p + "1", p + "2", 1, false, true)]);
            else if (tensors.ContainsKey($"features.{n}.0.weight"))
                steps.Add(new($"features.{n}.0", $"features.{n}.1", 1, true, false));
            else
                return steps;
        }
    }

    private static List<Step> Timm(Dictionary<string, SafetensorsTensor> tensors)
    {
        var steps = new List<Step> { new("conv_stem", "bn1", 2, true, false) };
        int block = 0;
        for (int stage = 0; tensors.ContainsKey($"blocks.{stage}.0.conv_dw.weight"); stage++)
        {
            for (int i = 0; tensors.ContainsKey($"blocks.{stage}.{i}.conv_dw.weight"); i++, block++)
            {
                string p = $"blocks.{stage}.{i}.";
                int stride = Halving.Contains(block) ? 2 : 1;
                if (tensors.ContainsKey(p + "conv_pwl.weight"))
                    steps.AddRange([new(p + "conv_pw", p + "bn1", 1, true, false), new(p + "conv_dw", p + "bn2", stride, true, false), new(p + "conv_pwl", p + "bn3", 1, false, true)]);
                else
                    steps.AddRange([new(p + "conv_dw", p + "bn1", stride, true, false), new(p + "conv_pw", p + "bn2", 1, false, true)]);
            }
        }

        if (tensors.ContainsKey("conv_head.weight"))
            steps.Add(new("conv_head", "bn2", 1, true, false));
        return steps;
    }

    private static string Emit(Step step, Dictionary<string, SafetensorsTensor> tensors, List<SourceNode> nodes, string last, string source)
    {
        float[] Floats(string name) => tensors.TryGetValue(name, out SafetensorsTensor? t)
            ? t.ToFloats() : throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: the tensor '{name}' is missing", "save the whole state_dict");
        SafetensorsTensor weight = tensors.TryGetValue(step.Conv + ".weight", out SafetensorsTensor? w) && w.Shape.Count == 4
            ? w : throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source}: '{step.Conv}.weight' is missing or not four-dimensional", "save the whole state_dict");
        (int outputs, int inner, int kernel) = (weight.Shape[0], weight.Shape[1], weight.Shape[2]);
        bool depthwise = inner == 1 && kernel == 3 && nodes.Count > 1;
        int pad = kernel == 3 ? 1 : 0;
        nodes.Add(new SourceNode(step.Conv, "Conv2d", SourceOp.Convolution, last)
        {
            Weight = weight.ToFloats(), Bias = tensors.ContainsKey(step.Conv + ".bias") ? Floats(step.Conv + ".bias") : null,
            Kernel = kernel, Stride = step.Stride, Groups = depthwise ? outputs : 1, OutChannels = outputs, Pads = (pad, pad, pad, pad),
        });
        last = step.Conv;
        if (tensors.ContainsKey(step.Norm + ".running_mean"))
        {
            float[] gamma = Floats(step.Norm + ".weight"), beta = Floats(step.Norm + ".bias"), mean = Floats(step.Norm + ".running_mean"), variance = Floats(step.Norm + ".running_var");
            float[] scale = variance.Select((v, c) => (float)(gamma[c] / Math.Sqrt(v + Epsilon))).ToArray();
            nodes.Add(new SourceNode(step.Norm, "BatchNorm2d", SourceOp.Affine, last) { Scale = scale, Offset = mean.Select((m, c) => (float)(beta[c] - (double)m * scale[c])).ToArray() });
            last = step.Norm;
        }

        if (step.Relu6)
        {
            nodes.Add(new SourceNode(step.Conv + ".relu", "ReLU6", SourceOp.Activation, last) { Activation = Activation.Relu6 });
            last = step.Conv + ".relu";
        }

        if (step.EndsBlock && Shortcut(nodes, step, tensors) is { } shortcut)
        {
            nodes.Add(new SourceNode(step.Conv + ".add", "Add", SourceOp.Add, shortcut, last));
            last = step.Conv + ".add";
        }

        return last;
    }

    // The value the block began with, when its shape allows a shortcut.
    private static string? Shortcut(List<SourceNode> nodes, Step end, Dictionary<string, SafetensorsTensor> tensors)
    {
        string block = end.Conv[..end.Conv.LastIndexOf('.')];
        SourceNode[] convolutions = nodes.Where(n => n.Op == SourceOp.Convolution && n.Name.StartsWith(block + ".", StringComparison.Ordinal)).ToArray();
        SourceNode first = convolutions[0];
        int inputs = first.Groups > 1 ? first.OutChannels : tensors[first.Name + ".weight"].Shape[1];
        bool same = convolutions.All(c => c.Stride == 1) && inputs == convolutions[^1].OutChannels;
        return same ? first.Inputs[0] : null;
    }
}
