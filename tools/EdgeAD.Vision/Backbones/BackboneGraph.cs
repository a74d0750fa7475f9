namespace EdgeAD.Vision.Backbones;

/// <summary>What can be said about a list of layers without running it.</summary>
internal static class BackboneGraph
{
    private const int MaxLayers = 4096;
    private const int MaxChannels = 1 << 16;

    /// <summary>Every layer reads earlier ones, channels chain up, weights have the right length and are finite.</summary>
    public static void Check(string name, Preprocessing input, IReadOnlyList<BackboneLayer> layers, IReadOnlyDictionary<string, LayerWeights> weights)
    {
        if (input.Channels is not (1 or 3) || input.Scale.Length != input.Channels || input.Offset.Length != input.Channels)
            throw Bad(name, "the input needs 1 or 3 channels with one scale and one offset each");
        if (input.Color != (input.Channels == 1 ? "grey" : input.Color) || input.Color is not ("rgb" or "bgr" or "grey") || (input.Channels == 3 && input.Color == "grey"))
            throw Bad(name, $"colour '{input.Color}' does not fit {input.Channels} channels");
        if (input.Scale.Any(s => !float.IsFinite(s) || s == 0) || input.Offset.Any(o => !float.IsFinite(o)))
            throw Bad(name, "scale and offset of the input must be finite, scale not 0");
        if (layers.Count is 0 or > MaxLayers)
            throw Bad(name, $"{layers.Count} layers");
        var channels = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = input.Channels };
        var strides = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = 1 };
        foreach (BackboneLayer l in layers)
        {
            string at = $"layer '{l.Name}'";
            if (l.InChannels is < 1 or > MaxChannels || l.OutChannels is < 1 or > MaxChannels || l.Stride is not (1 or 2))
                throw Bad(name, $"{at} has {l.InChannels} -> {l.OutChannels} channels and stride {l.Stride}");
            if (l.Inputs.Count != (l.Op == LayerOp.Add ? 2 : 1))
                throw Bad(name, $"{at} has {l.Inputs.Count} inputs");
            foreach (string i in l.Inputs)
            {
                if (!channels.TryGetValue(i, out int c))
                    throw Bad(name, $"{at} reads '{i}', which no earlier layer provides");
                if (c != l.InChannels)
                    throw Bad(name, $"{at} expects {l.InChannels} channels, '{i}' has {c}");
            }

            if (l.Op is LayerOp.Add or LayerOp.Depthwise3x3 && l.InChannels != l.OutChannels)
                throw Bad(name, $"{at} cannot change the number of channels");
            if (l.Op is LayerOp.Add or LayerOp.Pointwise && l.Stride != 1)
                throw Bad(name, $"{at} cannot have stride {l.Stride}");
            if (l.Op == LayerOp.Add && strides[l.Inputs[0]] != strides[l.Inputs[1]])
                throw Bad(name, $"{at} adds maps of different size");
            if (!channels.TryAdd(l.Name, l.OutChannels))
                throw Bad(name, $"{at} stands twice");
            strides[l.Name] = strides[l.Inputs[0]] * l.Stride;
            if (strides[l.Name] > 256)
                throw Bad(name, $"{at} has a total stride above 256");
            if (l.Op != LayerOp.Add)
                CheckWeights(name, l, weights);
        }
    }

    /// <summary>Total stride of every layer.</summary>
    public static Dictionary<string, int> Strides(IReadOnlyList<BackboneLayer> layers)
    {
        var strides = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = 1 };
        foreach (BackboneLayer l in layers)
            strides[l.Name] = strides[l.Inputs[0]] * l.Stride;
        return strides;
    }

    /// <summary>Receptive field of every layer: r' = r + 2 * stride before the layer, for 3x3 windows.</summary>
    public static Dictionary<string, int> ReceptiveFields(IReadOnlyList<BackboneLayer> layers)
    {
        Dictionary<string, int> strides = Strides(layers);
        var fields = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = 1 };
        foreach (BackboneLayer l in layers)
        {
            int window = l.Op is LayerOp.Conv3x3 or LayerOp.Depthwise3x3 ? 2 * strides[l.Inputs[0]] : 0;
            fields[l.Name] = l.Inputs.Max(i => fields[i]) + window;
        }

        return fields;
    }

    /// <summary>Multiply-accumulates of every layer for a picture of that size.</summary>
    public static Dictionary<string, long> Macs(IReadOnlyList<BackboneLayer> layers, int height, int width)
    {
        var sizes = new Dictionary<string, (int H, int W)>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = (height, width) };
        var macs = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (BackboneLayer l in layers)
        {
            (int h, int w) = sizes[l.Inputs[0]];
            (h, w) = sizes[l.Name] = (l.OutputSize(h), l.OutputSize(w));
            macs[l.Name] = (long)l.WeightCount * h * w;
        }

        return macs;
    }

    /// <summary>Expand layers and block outputs; for other nets every layer that is read once or not at all by a depthwise or later layer.</summary>
    public static IReadOnlyList<string> CutPoints(IReadOnlyList<BackboneLayer> layers)
    {
        var addends = layers.Where(l => l.Op == LayerOp.Add).SelectMany(l => l.Inputs).ToHashSet(StringComparer.Ordinal);
        var adds = layers.Where(l => l.Op == LayerOp.Add).Select(l => l.Name).ToHashSet(StringComparer.Ordinal);
        // A projection that goes into an Add is half a block; the block's output is the Add (or a projection no Add follows).
        bool HalfBlock(BackboneLayer l) => addends.Contains(l.Name) && l.Op == LayerOp.Pointwise && l.Activation == Activation.None
            && layers.Any(a => a.Op == LayerOp.Add && a.Inputs.Contains(l.Name) && !FeedsOthers(l, a));
        bool FeedsOthers(BackboneLayer l, BackboneLayer add) => layers.Any(o => o != add && o.Inputs.Contains(l.Name));
        return layers.Where(l => l.Op is LayerOp.Pointwise or LayerOp.Add && (adds.Contains(l.Name) || !HalfBlock(l))).Select(l => l.Name).ToArray();
    }

    /// <summary>The layer a user means, or null.</summary>
    public static string? ResolveCut(IReadOnlyDictionary<string, BackboneLayer> layers, string cut)
    {
        string[] candidates = [cut, cut + "_add", cut + "_project"];
        if (cut.EndsWith("_relu", StringComparison.Ordinal))
            candidates = [.. candidates, cut[..^5]];
        return candidates.FirstOrDefault(layers.ContainsKey);
    }

    /// <summary>The named layers and everything they read.</summary>
    public static HashSet<string> Needed(IReadOnlyList<BackboneLayer> layers, IReadOnlyList<string> names)
    {
        var needed = new HashSet<string>(names, StringComparer.Ordinal);
        foreach (BackboneLayer l in layers.Reverse())
        {
            if (needed.Contains(l.Name))
                needed.UnionWith(l.Inputs);
        }

        return needed;
    }

    private static void CheckWeights(string name, BackboneLayer l, IReadOnlyDictionary<string, LayerWeights> weights)
    {
        if (!weights.TryGetValue(l.Name, out LayerWeights? w))
            throw Bad(name, $"layer '{l.Name}' has no weights");
        if (w.Weight.Length != (long)l.FanIn * l.OutChannels || w.Bias.Length != l.OutChannels)
            throw Bad(name, $"layer '{l.Name}' needs {l.FanIn * l.OutChannels} weights and {l.OutChannels} biases, it has {w.Weight.Length} and {w.Bias.Length}");
        if (w.Weight.Any(x => !float.IsFinite(x)) || w.Bias.Any(x => !float.IsFinite(x)))
            throw Bad(name, $"layer '{l.Name}' holds a weight that is not a finite number");
    }

    private static EdgeAdException Bad(string name, string what) =>
        new(ErrorCode.BackboneUnreadable, $"{name}: not a usable backbone: {what}", "make the file again with `edgead backbone import`");
}
