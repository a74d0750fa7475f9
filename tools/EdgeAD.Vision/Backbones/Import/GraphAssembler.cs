namespace EdgeAD.Vision.Backbones.Import;

/// <summary>Turns a foreign graph into backbone layers: folds batch norm and padding, fuses activations, leaves the classifier out.</summary>
internal sealed class GraphAssembler
{
    // What a value of the source graph is in terms of our layers.
    private sealed record Value(string Layer, int Channels, int Size, bool IsHead = false, (int Top, int Left, int Bottom, int Right) Pads = default);

    private sealed class Draft
    {
        public required BackboneLayer Layer { get; set; }

        public required LayerWeights Weights { get; set; }
    }

    private readonly SourceGraph _graph;
    private readonly string _source;
    private readonly Dictionary<string, Value> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Draft> _drafts = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly List<string> _ignored = [];
    private Preprocessing _input;
    private bool _graphPreprocesses;

    private GraphAssembler(SourceGraph graph, string source)
    {
        (_graph, _source, _input) = (graph, source, graph.Preprocessing);
        foreach (string name in graph.Nodes.SelectMany(n => n.Inputs))
            _readers[name] = _readers.GetValueOrDefault(name) + 1;
    }

    /// <summary>Assembles the backbone.</summary>
    /// <exception cref="EdgeAdException">E1202 with the first operator that a backbone cannot hold.</exception>
    public static ImportReport Assemble(SourceGraph graph, string source, ImportOptions options)
    {
        var assembler = new GraphAssembler(graph, source);
        foreach (SourceNode node in graph.Nodes)
            assembler.Take(node);
        return assembler.Finish(options);
    }

    private void Take(SourceNode node)
    {
        if (node.Op == SourceOp.Input)
        {
            TakeInput(node);
            return;
        }

        Value[] inputs = node.Inputs.Select(i => _values.TryGetValue(i, out Value? v) ? v : throw Bad(node, $"reads '{i}', which nothing provides")).ToArray();
        if (node.Op == SourceOp.Head || inputs.Any(v => v.IsHead))
        {
            _ignored.Add($"{node.Name} ({node.Operator})");
            _values[node.Name] = new Value("", 0, 0, IsHead: true);
            return;
        }

        if (inputs.Length != (node.Op == SourceOp.Add ? 2 : 1))
            throw Unsupported(node, $"with {inputs.Length} inputs");
        Value input = inputs[0];
        if (input.Pads != default && node.Op is not (SourceOp.Convolution or SourceOp.Pad or SourceOp.Identity))
            throw Unsupported(node, "after padding");
        switch (node.Op)
        {
            case SourceOp.Convolution:
                TakeConvolution(node, input);
                break;
            case SourceOp.Affine:
                TakeAffine(node, input);
                break;
            case SourceOp.Activation:
                TakeActivation(node, input);
                break;
            case SourceOp.Add:
                TakeAdd(node, inputs[0], inputs[1]);
                break;
            case SourceOp.Pad:
                _values[node.Name] = input with { Pads = Plus(input.Pads, node.Pads) };
                break;
            case SourceOp.Identity:
                _values[node.Name] = input;
                _readers[node.Name] = _readers.GetValueOrDefault(node.Name) + _readers.GetValueOrDefault(node.Inputs[0]) - 1;
                break;
            default:
                throw Unsupported(node, "");
        }
    }

    private void TakeInput(SourceNode node)
    {
        if (_values.Values.Any(v => v.Layer == BackboneLayer.PictureInput))
            throw Unsupported(node, "as a second input");
        if (node.Channels is not (1 or 3))
            throw Unsupported(node, $"with {node.Channels} channels");
        if (node.Channels != _input.Channels)
            _input = Preprocessing.Uniform(node.Channels, node.Channels == 1 ? "grey" : "rgb", _input.Scale[0], _input.Offset[0]);
        _values[node.Name] = new Value(BackboneLayer.PictureInput, node.Channels, node.Size);
    }

    private void TakeConvolution(SourceNode node, Value input)
    {
        int inChannels = input.Channels, perOutput = inChannels / Math.Max(1, node.Groups) * node.Kernel * node.Kernel;
        if (node.OutChannels < 1 || node.Groups < 1 || node.Weight.Length != (long)perOutput * node.OutChannels)
            throw Bad(node, $"has {node.Weight.Length} weights for {inChannels} -> {node.OutChannels} channels in {node.Groups} groups");
        LayerOp op = (node.Kernel, node.Groups) switch
        {
            (1, 1) => LayerOp.Pointwise,
            (3, 1) => LayerOp.Conv3x3,
            (3, _) when node.Groups == inChannels && node.OutChannels == inChannels => LayerOp.Depthwise3x3,
            _ => throw Unsupported(node, $"{node.Kernel}x{node.Kernel} with {node.Groups} groups, {inChannels} -> {node.OutChannels} channels"),
        };
        if (node.Stride is not (1 or 2) || (op == LayerOp.Pointwise && node.Stride != 1))
            throw Unsupported(node, $"{node.Kernel}x{node.Kernel} with stride {node.Stride}");
        Padding padding = PaddingOf(node, input, op);
        var layer = new BackboneLayer(node.Name, op, [input.Layer], inChannels, node.OutChannels, node.Stride, padding, node.Activation);
        Append(node, layer, new LayerWeights(node.Weight, node.Bias ?? new float[node.OutChannels]), input.Size);
    }

    private Padding PaddingOf(SourceNode node, Value input, LayerOp op)
    {
        (int top, int left, int bottom, int right) = node.Same && input.Pads == default ? default : Plus(input.Pads, node.Pads);
        bool none = (top, left, bottom, right) == default;
        if (node.Same && input.Pads == default)
            return Padding.Same;
        if (op == LayerOp.Pointwise && none)
            return Padding.Same;
        if (op != LayerOp.Pointwise && !node.Same)
        {
            if ((top, left, bottom, right) == (1, 1, 1, 1))
            {
                bool oddAnyway = input.Size % 2 == 1;
                return node.Stride == 1 || (oddAnyway && _graph.PadsLikeTensorFlow) ? Padding.Same : Padding.Symmetric;
            }

            if ((top, left, bottom, right) == (0, 0, 1, 1) && node.Stride == 2)
                return Padding.Same;
        }

        throw Unsupported(node, $"{node.Kernel}x{node.Kernel}, stride {node.Stride}, padding {top},{left},{bottom},{right}");
    }

    private void TakeAffine(SourceNode node, Value input)
    {
        if (node.Scale.Length is var n && n != 1 && n != input.Channels)
            throw Bad(node, $"has {n} factors for {input.Channels} channels");
        float At(float[] values, int c) => values.Length == 1 ? values[0] : values[c];
        if (input.Layer == BackboneLayer.PictureInput)
        {
            if (!_graphPreprocesses)
                _input = Preprocessing.Uniform(_input.Channels, _input.Color, 1, 0);
            _graphPreprocesses = true;
            _input = _input with
            {
                Scale = _input.Scale.Select((s, c) => s * At(node.Scale, c)).ToArray(),
                Offset = _input.Offset.Select((o, c) => o * At(node.Scale, c) + At(node.Offset, c)).ToArray(),
            };
        }
        else
        {
            Draft draft = _drafts[input.Layer];
            if (draft.Layer.Op == LayerOp.Add || draft.Layer.Activation != Activation.None || _readers[node.Inputs[0]] > 1)
                throw Unsupported(node, $"after '{node.Inputs[0]}', where it cannot be folded");
            int channels = input.Channels, fan = draft.Layer.FanIn;
            draft.Weights = new LayerWeights(
                draft.Weights.Weight.Select((w, i) => w * At(node.Scale, i / fan)).ToArray(),
                draft.Weights.Bias.Select((b, c) => b * At(node.Scale, c) + At(node.Offset, c)).ToArray());
        }

        _values[node.Name] = input;
    }

    private void TakeActivation(SourceNode node, Value input)
    {
        if (input.Layer == BackboneLayer.PictureInput || _drafts[input.Layer].Layer.Activation != Activation.None || _readers[node.Inputs[0]] > 1)
            throw Unsupported(node, $"after '{node.Inputs[0]}', where it cannot be fused");
        Draft draft = _drafts[input.Layer];
        draft.Layer = draft.Layer with { Activation = node.Activation };
        _values[node.Name] = input;
    }

    private void TakeAdd(SourceNode node, Value a, Value b)
    {
        if (a.Channels != b.Channels || a.Layer == BackboneLayer.PictureInput || b.Layer == BackboneLayer.PictureInput)
            throw Unsupported(node, $"of {a.Channels} and {b.Channels} channels");
        // The older map first, as keras-applications writes its shortcuts.
        if (_order.IndexOf(a.Layer) > _order.IndexOf(b.Layer))
            (a, b) = (b, a);
        var layer = new BackboneLayer(node.Name, LayerOp.Add, [a.Layer, b.Layer], a.Channels, a.Channels, 1, Padding.Same, node.Activation);
        Append(node, layer, new LayerWeights([], []), a.Size);
    }

    private void Append(SourceNode node, BackboneLayer layer, LayerWeights weights, int inputSize)
    {
        if (!_drafts.TryAdd(layer.Name, new Draft { Layer = layer, Weights = weights }))
            throw Bad(node, "stands twice in the graph");
        _order.Add(layer.Name);
        _values[node.Name] = new Value(layer.Name, layer.OutChannels, layer.OutputSize(inputSize));
    }

    private ImportReport Finish(ImportOptions options)
    {
        if (_order.Count == 0)
            throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{_source} holds no convolution that a backbone could be made of", SupportedHint);
        BackboneLayer[] layers = _order.Select(n => _drafts[n].Layer).ToArray();
        ArchitectureMatch match = Architecture.Recognise(layers);
        var weights = new Dictionary<string, LayerWeights>(StringComparer.Ordinal);
        foreach ((BackboneLayer old, BackboneLayer renamed) in layers.Zip(match.Layers))
        {
            if (old.Op != LayerOp.Add)
                weights[renamed.Name] = _drafts[old.Name].Weights;
        }

        string preprocessing = options.Preprocessing is not null ? "as given by the user"
            : _graphPreprocesses ? "taken from the graph" : _graph.PreprocessingNote;
        string[] notes = [.. _graph.Notes, "preprocessing: " + preprocessing];
        string provenance = $"imported from {_source} ({_graph.Format}); recognised {match.Description}; "
            + (_ignored.Count == 0 ? "nothing ignored" : $"ignored {string.Join(", ", _ignored.Take(8))}{(_ignored.Count > 8 ? $" and {_ignored.Count - 8} more" : "")}")
            + $"; {string.Join("; ", notes)}";
        var backbone = new Backbone(
            options.Name ?? match.Name, options.Preprocessing ?? _input, match.Layers, weights, options.Cut ?? match.DefaultCut, options.License, provenance);
        return new ImportReport(backbone, _graph.Format, match.Description, _ignored, notes);
    }

    private static (int, int, int, int) Plus((int Top, int Left, int Bottom, int Right) a, (int Top, int Left, int Bottom, int Right) b) =>
        (a.Top + b.Top, a.Left + b.Left, a.Bottom + b.Bottom, a.Right + b.Right);

    private const string SupportedHint =
        "supported: 3x3 and 1x1 convolutions, depthwise 3x3, batch norm, ReLU, ReLU6, additions (MobileNetV1, MobileNetV2 and the like)";

    private EdgeAdException Unsupported(SourceNode node, string detail) =>
        new(ErrorCode.BackboneUnsupported, $"{_source}: the first unsupported operator is {node.Operator} '{node.Name}' {detail}".TrimEnd(), SupportedHint);

    private EdgeAdException Bad(SourceNode node, string what) =>
        new(ErrorCode.BackboneUnreadable, $"{_source}: {node.Operator} '{node.Name}' {what}", "the file may be damaged; export it again");
}
