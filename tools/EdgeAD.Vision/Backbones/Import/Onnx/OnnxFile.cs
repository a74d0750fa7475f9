namespace EdgeAD.Vision.Backbones.Import.Onnx;

/// <summary>ONNX models (torchvision and timm exports, Keras exports through tf2onnx) as source graphs.</summary>
internal static class OnnxFile
{
    /// <summary>Reads the file; null when it is no ONNX model.</summary>
    public static SourceGraph? TryRead(byte[] bytes, string source)
    {
        OnnxModel? model = OnnxModel.TryParse(bytes);
        if (model is null)
            return null;
        var nodes = new List<SourceNode>();
        string? picture = null;
        foreach ((string name, List<long> shape) in model.Inputs.Where(i => !model.Constants.ContainsKey(i.Name)))
        {
            bool channelsFirst = shape.Count == 4 && shape[1] is 1 or 3;
            int channels = shape.Count == 4 ? (int)(channelsFirst ? shape[1] : shape[3]) : 0, size = shape.Count == 4 ? (int)(channelsFirst ? shape[2] : shape[1]) : 0;
            nodes.Add(new SourceNode(name, "input", SourceOp.Input) { Channels = channels, Size = Math.Max(0, size) });
            picture ??= name;
        }

        foreach (OnnxNode node in model.Nodes.Where(n => n.Operator != "Constant"))
            nodes.Add(Translate(node, model, picture, source));
        bool torch = model.Producer.Contains("pytorch", StringComparison.OrdinalIgnoreCase);
        return new SourceGraph(
            $"ONNX{(model.Producer.Length > 0 ? $" by {model.Producer}" : "")}",
            nodes,
            torch ? Preprocessing.TorchImageNet : Preprocessing.PlusMinusOne,
            torch ? "RGB minus ImageNet's mean over its deviation, the convention of PyTorch (the file does not say)" : "RGB scaled to [-1, 1], the convention of Keras MobileNets (the file does not say)",
            PadsLikeTensorFlow: !torch,
            []);
    }

    private static SourceNode Translate(OnnxNode node, OnnxModel model, string? picture, string source)
    {
        string name = node.Outputs.FirstOrDefault() ?? node.Name;
        string[] live = node.Inputs.Where(i => i.Length > 0 && !model.Constants.ContainsKey(i)).ToArray();
        SourceNode Make(SourceOp op) => new(name, node.Operator, op, live);
        float[]? Constant(int input) => node.Inputs.Count > input && model.Constants.TryGetValue(node.Inputs[input], out OnnxTensor? t) ? t.ToFloats(source) : null;
        switch (node.Operator)
        {
            case "Conv":
                return Convolution(node, model, Make(SourceOp.Convolution), source);
            case "BatchNormalization" when Constant(1) is { } gamma && Constant(2) is { } beta && Constant(3) is { } mean && Constant(4) is { } variance:
                float epsilon = node.Float("epsilon", 1e-5f);
                float[] scale = variance.Select((v, c) => (float)(gamma[c] / Math.Sqrt(v + epsilon))).ToArray();
                return Make(SourceOp.Affine) with { Scale = scale, Offset = mean.Select((m, c) => (float)(beta[c] - (double)m * scale[c])).ToArray() };
            case "Relu":
                return Make(SourceOp.Activation) with { Activation = Activation.Relu };
            case "Clip":
                float low = node.Inputs.Count > 1 ? Constant(1)?.FirstOrDefault() ?? float.NaN : node.Float("min", float.NegativeInfinity);
                float high = node.Inputs.Count > 2 ? Constant(2)?.FirstOrDefault() ?? float.NaN : node.Inputs.Count > 1 ? float.PositiveInfinity : node.Float("max", float.PositiveInfinity);
                if (low != 0 || (high != 6 && high < 3e38f) || float.IsNaN(high))
                    return Make(SourceOp.Unknown);
                return Make(SourceOp.Activation) with { Activation = high == 6 ? Activation.Relu6 : Activation.Relu };
            case "Add" or "Sub" or "Mul" or "Div" when live.Length == 1:
                return Arithmetic(node, Make(SourceOp.Affine), Constant(0), Constant(1));
            case "Add" when live.Length == 2:
                return Make(SourceOp.Add);
            case "Pad":
                IReadOnlyList<long> pads = node.Ints("pads") is { Count: > 0 } p ? p : Constant(1)?.Select(v => (long)v).ToArray() ?? [];
                bool zero = node.Text("mode", "constant") == "constant" && (Constant(2)?.FirstOrDefault() ?? 0) == 0;
                return pads.Count == 8 && zero && pads[0] == 0 && pads[1] == 0 && pads[4] == 0 && pads[5] == 0
                    ? Make(SourceOp.Pad) with { Pads = ((int)pads[2], (int)pads[3], (int)pads[6], (int)pads[7]) }
                    : Make(SourceOp.Unknown);
            case "Identity" or "Dropout":
                return Make(SourceOp.Identity);
            case "Transpose" when live.Length == 1 && live[0] == picture:
                return Make(SourceOp.Identity);
            case "GlobalAveragePool" or "GlobalMaxPool" or "ReduceMean" or "AveragePool" or "Flatten" or "Reshape" or "Gemm" or "MatMul" or "Softmax" or "Shape" or "Squeeze" or "Transpose":
                return Make(SourceOp.Head);
            default:
                return Make(SourceOp.Unknown);
        }
    }

    private static SourceNode Convolution(OnnxNode node, OnnxModel model, SourceNode made, string source)
    {
        if (node.Inputs.Count < 2 || !model.Constants.TryGetValue(node.Inputs[1], out OnnxTensor? weight) || weight.Dimensions.Count != 4)
            return made with { Op = SourceOp.Unknown, Operator = "Conv without constant 2-D weights" };
        IReadOnlyList<long> strides = node.Ints("strides"), pads = node.Ints("pads"), d = weight.Dimensions;
        string auto = node.Text("auto_pad", "NOTSET");
        if (node.Ints("dilations").Any(v => v != 1) || d[2] != d[3] || strides.Distinct().Count() > 1 || auto == "SAME_LOWER")
            return made with { Op = SourceOp.Unknown, Operator = "dilated, oblong or SAME_LOWER Conv" };
        return made with
        {
            Weight = weight.ToFloats(source),
            Bias = node.Inputs.Count > 2 && model.Constants.TryGetValue(node.Inputs[2], out OnnxTensor? bias) ? bias.ToFloats(source) : null,
            Kernel = (int)d[2],
            Stride = strides.Count > 0 ? (int)strides[0] : 1,
            Groups = (int)node.Int("group", 1),
            OutChannels = (int)d[0],
            Same = auto == "SAME_UPPER",
            Pads = pads.Count == 4 ? ((int)pads[0], (int)pads[1], (int)pads[2], (int)pads[3]) : default,
        };
    }

    // One operand is constant: x + c, x - c, c - x, x * c, x / c are all scale and offset.
    private static SourceNode Arithmetic(OnnxNode node, SourceNode made, float[]? left, float[]? right)
    {
        float[] c = left ?? right ?? [];
        if (c.Length == 0 || (node.Operator == "Div" && left is not null))
            return made with { Op = SourceOp.Unknown };
        float[] ones = c.Select(_ => 1f).ToArray(), zeros = new float[c.Length];
        return node.Operator switch
        {
            "Add" => made with { Scale = ones, Offset = c },
            "Sub" when left is null => made with { Scale = ones, Offset = c.Select(v => -v).ToArray() },
            "Sub" => made with { Scale = c.Select(_ => -1f).ToArray(), Offset = c },
            "Mul" => made with { Scale = c, Offset = zeros },
            _ => made with { Scale = c.Select(v => 1 / v).ToArray(), Offset = zeros },
        };
    }
}
