namespace EdgeAD.Vision.Backbones.Import.TfLite;

/// <summary>TFLite models, float32 or int8 (dequantised), also as Edge Impulse exports them, as source graphs.</summary>
internal static class TfLiteFile
{
    private const int FloatFormat = 3;

    private static readonly Dictionary<int, string> Names = new()
    {
        [0] = "ADD", [1] = "AVERAGE_POOL_2D", [2] = "CONCATENATION", [3] = "CONV_2D", [4] = "DEPTHWISE_CONV_2D", [6] = "DEQUANTIZE", [9] = "FULLY_CONNECTED",
        [14] = "LOGISTIC", [17] = "MAX_POOL_2D", [18] = "MUL", [19] = "RELU", [21] = "RELU6", [22] = "RESHAPE", [25] = "SOFTMAX", [28] = "TANH", [32] = "CUSTOM",
        [34] = "PAD", [40] = "MEAN", [41] = "SUB", [42] = "DIV", [43] = "SQUEEZE", [45] = "STRIDED_SLICE", [77] = "SHAPE", [83] = "PACK", [98] = "LEAKY_RELU", [114] = "QUANTIZE", [117] = "HARD_SWISH",
    };

    /// <summary>The identifier at bytes 4..7 of a TFLite file.</summary>
    public static bool IsTfLite(ReadOnlySpan<byte> bytes) => bytes.Length > 8 && bytes[4..8].SequenceEqual("TFL3"u8);

    /// <summary>Reads the first subgraph.</summary>
    public static SourceGraph Read(byte[] bytes, string source)
    {
        TfLiteTable model = TfLiteTable.Root(bytes);
        if (model.Int(0) != FloatFormat)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{source} is TFLite version {model.Int(0)}, only 3 is known");
        TfLiteTable graph = model.Children(2).FirstOrDefault()
            ?? throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source} holds no graph");
        TfLiteTable[] buffers = model.Children(4);
        TfLiteTensor[] tensors = graph.Children(0).Select(t => new TfLiteTensor(t, buffers[t.Int(2)].Bytes(0))).ToArray();
        int[] codes = model.Children(1).Select(c => Math.Max(c.Byte(0), c.Int(3))).ToArray();
        int[] inputs = graph.Ints(1);
        if (inputs.Length != 1 || tensors[inputs[0]].Shape.Length != 4)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{source} does not take one picture");
        TfLiteTensor picture = tensors[inputs[0]];
        var nodes = new List<SourceNode> { new(Value(inputs[0]), "input", SourceOp.Input) { Channels = picture.Shape[3], Size = picture.Shape[1] } };
        foreach (TfLiteTable op in graph.Children(3))
        {
            // float16 files hold their weights behind a DEQUANTIZE of a constant
            if (Names.GetValueOrDefault(codes[op.Int(0)]) == "DEQUANTIZE" && tensors[op.Ints(1)[0]].IsConstant)
                tensors[op.Ints(2)[0]] = tensors[op.Ints(1)[0]];
            else
                nodes.Add(Translate(op, codes[op.Int(0)], tensors, source));
        }

        bool integers = tensors.Any(t => t.IsConstant && t.IsInteger);
        int channels = picture.Shape[3];
        string color = channels == 1 ? "grey" : "rgb";
        return new SourceGraph(
            integers ? "TFLite int8" : "TFLite float32",
            nodes,
            picture.PixelScaling is { } s ? Preprocessing.Uniform(channels is 1 ? 1 : 3, color, s.Scale, s.Offset) : Preprocessing.Uniform(channels is 1 ? 1 : 3, color, 1f / 127.5f, -1),
            picture.PixelScaling is not null ? "from the scale and zero point of the quantised input" : "scaled to [-1, 1], the convention of Keras MobileNets (the file does not say)",
            PadsLikeTensorFlow: true,
            integers ? ["weights dequantised: the result is as exact as the int8 source"] : []);
    }

    // Values are named by tensor number, since names need not be unique.
    private static string Value(int tensor) => $"t{tensor}";

    private static SourceNode Translate(TfLiteTable op, int code, TfLiteTensor[] tensors, string source)
    {
        string word = Names.GetValueOrDefault(code, $"operator {code}");
        int[] inputs = op.Ints(1), outputs = op.Ints(2);
        TfLiteTable? options = op.Child(4);
        string[] live = inputs.Where(i => i >= 0 && !tensors[i].IsConstant).Select(Value).ToArray();
        SourceNode Make(SourceOp what) => new(Value(outputs[0]), word, what, live);
        float[]? constant = inputs.Where(i => i >= 0 && tensors[i].IsConstant).Select(i => tensors[i].ToFloats(source)).FirstOrDefault();
        switch (word)
        {
            case "CONV_2D":
                return Convolution(Make(SourceOp.Convolution), options, tensors, inputs, source, depthwise: false);
            case "DEPTHWISE_CONV_2D":
                return Convolution(Make(SourceOp.Convolution), options, tensors, inputs, source, depthwise: true);
            case "ADD" when live.Length == 2:
                return Fused(Make(SourceOp.Add), options?.Byte(0) ?? 0);
            case "ADD" or "SUB" or "MUL" or "DIV" when live.Length == 1 && constant is not null && (options?.Byte(0) ?? 0) == 0 && !tensors[inputs[0]].IsConstant:
                float[] ones = constant.Select(_ => 1f).ToArray(), zeros = new float[constant.Length];
                return Make(SourceOp.Affine) with
                {
                    Scale = word switch { "MUL" => constant, "DIV" => constant.Select(c => 1 / c).ToArray(), _ => ones },
                    Offset = word switch { "ADD" => constant, "SUB" => constant.Select(c => -c).ToArray(), _ => zeros },
                };
            case "RELU" or "RELU6":
                return Make(SourceOp.Activation) with { Activation = word == "RELU" ? Activation.Relu : Activation.Relu6 };
            case "PAD" when constant is { Length: 8 } p && p[0] == 0 && p[1] == 0 && p[6] == 0 && p[7] == 0:
                return Make(SourceOp.Pad) with { Pads = ((int)p[2], (int)p[4], (int)p[3], (int)p[5]) };
            case "QUANTIZE" or "DEQUANTIZE":
                return Make(SourceOp.Identity);
            case "AVERAGE_POOL_2D" or "MEAN" or "RESHAPE" or "SQUEEZE" or "FULLY_CONNECTED" or "SOFTMAX" or "LOGISTIC":
                return Make(SourceOp.Head);
            default:
                return Make(SourceOp.Unknown);
        }
    }

    private static SourceNode Convolution(SourceNode made, TfLiteTable? options, TfLiteTensor[] tensors, int[] inputs, string source, bool depthwise)
    {
        if (options is not { } o || inputs.Length < 2 || !tensors[inputs[1]].IsConstant || tensors[inputs[1]].Shape.Length != 4)
            return made with { Op = SourceOp.Unknown, Operator = made.Operator + " without constant weights" };
        TfLiteTensor weights = tensors[inputs[1]];
        int[] s = weights.Shape;
        int kernel = s[1], dilation = Math.Max(o.Int(depthwise ? 5 : 4, 1), o.Int(depthwise ? 6 : 5, 1));
        if (s[1] != s[2] || o.Int(1) != o.Int(2) || dilation != 1)
            return made with { Op = SourceOp.Unknown, Operator = "dilated or oblong " + made.Operator };
        float[] from = weights.ToFloats(source);
        // conv [out][k][k][in], depthwise [1][k][k][out] -> [out][in / groups][k][k]
        (int outputs, int inner) = depthwise ? (s[3], 1) : (s[0], s[3]);
        var weight = new float[from.Length];
        for (int o1 = 0; o1 < outputs; o1++)
            for (int c = 0; c < inner; c++)
                for (int p = 0; p < kernel * kernel; p++)
                    weight[(o1 * inner + c) * kernel * kernel + p] = depthwise ? from[p * outputs + o1] : from[(o1 * kernel * kernel + p) * inner + c];
        int groups = depthwise ? tensors[inputs[0]].Shape is { Length: 4 } shape ? shape[3] : outputs : 1;
        return Fused(
            made with
            {
                Weight = weight,
                Bias = inputs.Length > 2 && inputs[2] >= 0 ? tensors[inputs[2]].ToFloats(source) : null,
                Kernel = kernel,
                Stride = o.Int(1, 1),
                Groups = groups,
                OutChannels = outputs,
                Same = o.Byte(0) == 0,
            },
            o.Byte(depthwise ? 4 : 3));
    }

    // NONE, RELU, RELU_N1_TO_1, RELU6
    private static SourceNode Fused(SourceNode node, int function) => function switch
    {
        0 => node,
        1 => node with { Activation = Activation.Relu },
        3 => node with { Activation = Activation.Relu6 },
        _ => node with { Op = SourceOp.Unknown, Operator = $"{node.Operator} with fused activation {function}" },
    };
}
