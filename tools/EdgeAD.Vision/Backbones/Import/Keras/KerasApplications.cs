namespace EdgeAD.Vision.Backbones.Import.Keras;

/// <summary>The graphs of keras-applications for files that hold weights but no configuration (the published <c>no_top</c> files).</summary>
internal static class KerasApplications
{
    private const double EpsilonV1 = 1e-3, EpsilonV2 = 1e-3;

    // Blocks (V2) and pairs (V1) that halve the grid.
    private static readonly int[] HalvingV2 = [1, 3, 6, 13];
    private static readonly int[] HalvingV1 = [2, 4, 6, 12];

    /// <summary>Rebuilds the graph that belongs to the layer names.</summary>
    public static IReadOnlyList<SourceNode> Rebuild(KerasTensors tensors, string source)
    {
        if (tensors.Has("Conv1", "kernel") && tensors.Has("expanded_conv_project", "kernel"))
            return V2(tensors, source);
        if (tensors.Has("conv1", "kernel") && tensors.Has("conv_pw_1", "kernel"))
            return V1(tensors, source);
        throw new EdgeAdException(
            ErrorCode.BackboneUnsupported,
            $"{source} holds weights only, and their names are not those of MobileNetV1 or V2 in keras-applications",
            "save the whole model (model.save), so that the file holds its graph");
    }

    private static List<SourceNode> V2(KerasTensors tensors, string source)
    {
        var layers = new KerasLayers(tensors, source);
        var nodes = new List<SourceNode> { new("input", "InputLayer", SourceOp.Input) { Channels = tensors.Shape("Conv1", "kernel")[2] } };
        string last = "input";

        void Step(SourceNode node, string norm, bool relu)
        {
            nodes.Add(node);
            nodes.Add(layers.Norm(norm, norm, node.Name, EpsilonV2));
            last = norm;
            if (relu)
            {
                nodes.Add(new SourceNode(node.Name + "_relu", "ReLU", SourceOp.Activation, last) { Activation = Activation.Relu6 });
                last = node.Name + "_relu";
            }
        }

        Step(layers.Convolution("Conv1", "Conv1", last, 2, true, Activation.None), "bn_Conv1", relu: true);
        string stem = last;
        Step(layers.Depthwise("expanded_conv_depthwise", "expanded_conv_depthwise", last, 1, true, Activation.None), "expanded_conv_depthwise_BN", relu: true);
        Step(layers.Convolution("expanded_conv_project", "expanded_conv_project", last, 1, true, Activation.None), "expanded_conv_project_BN", relu: false);
        if (tensors.Shape("expanded_conv_project", "kernel")[2] == tensors.Shape("expanded_conv_project", "kernel")[3])
        {
            nodes.Add(new SourceNode("expanded_conv_add", "Add", SourceOp.Add, stem, last));
            last = "expanded_conv_add";
        }

        for (int block = 1; tensors.Has($"block_{block}_project", "kernel"); block++)
        {
            (string p, string shortcut, int stride) = ($"block_{block}_", last, HalvingV2.Contains(block) ? 2 : 1);
            Step(layers.Convolution(p + "expand", p + "expand", last, 1, true, Activation.None), p + "expand_BN", relu: true);
            Step(layers.Depthwise(p + "depthwise", p + "depthwise", last, stride, true, Activation.None), p + "depthwise_BN", relu: true);
            Step(layers.Convolution(p + "project", p + "project", last, 1, true, Activation.None), p + "project_BN", relu: false);
            if (stride == 1 && tensors.Shape(p + "expand", "kernel")[2] == tensors.Shape(p + "project", "kernel")[3])
            {
                nodes.Add(new SourceNode(p + "add", "Add", SourceOp.Add, shortcut, last));
                last = p + "add";
            }
        }

        if (tensors.Has("Conv_1", "kernel"))
            Step(layers.Convolution("Conv_1", "Conv_1", last, 1, true, Activation.None), "Conv_1_bn", relu: true);
        return nodes;
    }

    private static List<SourceNode> V1(KerasTensors tensors, string source)
    {
        var layers = new KerasLayers(tensors, source);
        var nodes = new List<SourceNode> { new("input", "InputLayer", SourceOp.Input) { Channels = tensors.Shape("conv1", "kernel")[2] } };
        string last = "input";

        void Step(SourceNode node)
        {
            string norm = node.Name + "_bn";
            nodes.Add(node);
            nodes.Add(layers.Norm(norm, norm, node.Name, EpsilonV1));
            nodes.Add(new SourceNode(node.Name + "_relu", "ReLU", SourceOp.Activation, norm) { Activation = Activation.Relu6 });
            last = node.Name + "_relu";
        }

        Step(layers.Convolution("conv1", "conv1", last, 2, true, Activation.None));
        for (int pair = 1; tensors.Has($"conv_pw_{pair}", "kernel"); pair++)
        {
            Step(layers.Depthwise($"conv_dw_{pair}", $"conv_dw_{pair}", last, HalvingV1.Contains(pair) ? 2 : 1, true, Activation.None));
            Step(layers.Convolution($"conv_pw_{pair}", $"conv_pw_{pair}", last, 1, true, Activation.None));
        }

        return nodes;
    }
}
