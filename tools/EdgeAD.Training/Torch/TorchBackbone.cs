using EdgeAD.Vision.Backbones;
using TorchSharp;
using static TorchSharp.torch;
using Padding = EdgeAD.Vision.Backbones.Padding;

namespace EdgeAD.Training.Torch;

/// <summary>A backbone as a float torch graph: trainable with batch norm, or frozen with its folded weights.</summary>
/// <remarks>Input <c>[n][c][h][w]</c>, preprocessed. The numbers that decide a verdict come from the kernels, never from here.</remarks>
public sealed class TorchBackbone : IDisposable
{
    private const double NormEpsilon = 1e-3;
    private readonly Dictionary<string, Tensor> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _buffers = new(StringComparer.Ordinal);
    private readonly bool _hasNorm;

    /// <summary>Takes the weights of a backbone.</summary>
    /// <param name="backbone">The net.</param>
    /// <param name="device">Where it lives.</param>
    /// <param name="trainable">Adds batch norm behind every convolution and lets gradients flow; else the folded weights stay as they are.</param>
    public TorchBackbone(Backbone backbone, Device device, bool trainable)
    {
        TorchRuntime.Prepare();
        (Source, Device, _hasNorm) = (backbone, device, trainable);
        foreach (BackboneLayer layer in backbone.Layers.Where(l => l.Op != LayerOp.Add))
        {
            LayerWeights weights = backbone.WeightsOf(layer.Name);
            Add(_parameters, layer.Name + ".weight", weights.Weight, layer.WeightShape.Select(d => (long)d).ToArray(), trainable);
            if (!trainable)
            {
                Add(_parameters, layer.Name + ".bias", weights.Bias, [layer.OutChannels], false);
                continue;
            }

            Add(_parameters, layer.Name + ".bn.weight", Filled(layer.OutChannels, 1), [layer.OutChannels], true);
            Add(_parameters, layer.Name + ".bn.bias", weights.Bias, [layer.OutChannels], true);
            Add(_buffers, layer.Name + ".bn.running_mean", Filled(layer.OutChannels, 0), [layer.OutChannels], false);
            Add(_buffers, layer.Name + ".bn.running_var", Filled(layer.OutChannels, 1), [layer.OutChannels], false);
        }
    }

    /// <summary>The net whose graph this is.</summary>
    public Backbone Source { get; }

    /// <summary>Where the tensors live.</summary>
    public Device Device { get; }

    /// <summary>Share of the new batch's statistics in the running ones.</summary>
    public double NormMomentum { get; set; } = 0.05;

    /// <summary>What the optimiser changes, by tensor name, in graph order.</summary>
    public IReadOnlyDictionary<string, Tensor> Parameters => _parameters;

    /// <summary>Parameters and running statistics, by tensor name: all there is to save.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> State => _parameters.Concat(_buffers);

    /// <summary>Runs the graph.</summary>
    /// <param name="input">Preprocessed pictures, <c>[n][c][h][w]</c>.</param>
    /// <param name="taps">Layers whose maps are wanted.</param>
    /// <param name="batchStatistics">Normalise with the batch's own statistics and update the running ones (training), or with the running ones.</param>
    /// <param name="forced">Maps handed on in place of the net's own after these layers were computed (teacher forcing), or null.</param>
    /// <param name="quantizer">Changes weights (name, tensor) and maps (name, tensor) on their way to simulate int8, or null.</param>
    /// <returns>The maps by layer, <c>[n][channels][h'][w']</c>.</returns>
    public Dictionary<string, Tensor> Forward(
        Tensor input,
        IReadOnlyCollection<string> taps,
        bool batchStatistics = false,
        IReadOnlyDictionary<string, Tensor>? forced = null,
        Func<BackboneLayer, bool, Tensor, Tensor>? quantizer = null)
    {
        var maps = new Dictionary<string, Tensor>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = input };
        var tapped = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (BackboneLayer layer in Source.Layers)
        {
            Tensor x = maps[layer.Inputs[0]];
            Tensor y = layer.Op == LayerOp.Add ? x + maps[layer.Inputs[1]] : Convolve(layer, x, batchStatistics, quantizer);
            y = layer.Activation switch
            {
                Activation.Relu => nn.functional.relu(y),
                Activation.Relu6 => nn.functional.relu6(y),
                _ => y,
            };
            if (quantizer is not null)
                y = quantizer(layer, false, y);
            if (taps.Contains(layer.Name))
                tapped[layer.Name] = y;
            maps[layer.Name] = forced is not null && forced.TryGetValue(layer.Name, out Tensor? given) ? given : y;
            if (tapped.Count == taps.Count)
                break;
        }

        return tapped;
    }

    /// <summary>The net with batch norm folded into its weights.</summary>
    public Backbone ToBackbone(string provenance, string license)
    {
        var weights = new Dictionary<string, LayerWeights>(StringComparer.Ordinal);
        foreach (BackboneLayer layer in Source.Layers.Where(l => l.Op != LayerOp.Add))
        {
            float[] weight = Values(_parameters[layer.Name + ".weight"]);
            weights[layer.Name] = _hasNorm
                ? BatchNorm.Fold(
                    new LayerWeights(weight, new float[layer.OutChannels]),
                    Values(_parameters[layer.Name + ".bn.weight"]),
                    Values(_parameters[layer.Name + ".bn.bias"]),
                    Values(_buffers[layer.Name + ".bn.running_mean"]),
                    Values(_buffers[layer.Name + ".bn.running_var"]),
                    NormEpsilon)
                : new LayerWeights(weight, Values(_parameters[layer.Name + ".bias"]));
        }

        return new Backbone(Source.Name, Source.Input, Source.Layers, weights, Source.DefaultCut, license, provenance);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((string _, Tensor tensor) in State)
            tensor.Dispose();
    }

    private Tensor Convolve(BackboneLayer layer, Tensor x, bool batchStatistics, Func<BackboneLayer, bool, Tensor, Tensor>? quantizer)
    {
        Tensor weight = _parameters[layer.Name + ".weight"];
        Tensor? bias = null;
        bool hasNorm = _hasNorm;
        if (quantizer is not null && _hasNorm && !batchStatistics)
        {
            // int8 weights are the folded ones
            Tensor factor = _parameters[layer.Name + ".bn.weight"] * (_buffers[layer.Name + ".bn.running_var"] + NormEpsilon).rsqrt();
            weight = weight * factor.view(-1, 1, 1, 1);
            bias = _parameters[layer.Name + ".bn.bias"] - _buffers[layer.Name + ".bn.running_mean"] * factor;
            hasNorm = false;
        }
        else if (!_hasNorm)
        {
            bias = _parameters[layer.Name + ".bias"];
        }

        if (quantizer is not null)
            weight = quantizer(layer, true, weight);
        int padding = layer.Op == LayerOp.Pointwise ? 0 : 1;
        if (padding == 1 && layer is { Stride: 2, Padding: Padding.Same } && (x.shape[2] % 2 == 0 || x.shape[3] % 2 == 0))
        {
            // TensorFlow's SAME: nothing at the top/left of an even side
            x = nn.functional.pad(x, [x.shape[3] % 2 == 0 ? 0 : 1, 1, x.shape[2] % 2 == 0 ? 0 : 1, 1]);
            padding = 0;
        }

        Tensor y = nn.functional.conv2d(
            x, weight, bias, [layer.Stride, layer.Stride], [padding, padding], [1, 1], layer.Op == LayerOp.Depthwise3x3 ? layer.InChannels : 1);
        return hasNorm
            ? nn.functional.batch_norm(
                y,
                _buffers[layer.Name + ".bn.running_mean"],
                _buffers[layer.Name + ".bn.running_var"],
                _parameters[layer.Name + ".bn.weight"],
                _parameters[layer.Name + ".bn.bias"],
                batchStatistics,
                NormMomentum,
                NormEpsilon)
            : y;
    }

    private void Add(Dictionary<string, Tensor> to, string name, float[] values, long[] shape, bool gradient)
    {
        using var scope = NewDisposeScope();
        Tensor raw = tensor(values, shape);
        to[name] = raw.to(Device).clone().detach().requires_grad_(gradient).DetachFromDisposeScope();
    }

    private static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor flat = tensor.detach().to(CPU).contiguous();
        return flat.data<float>().ToArray();
    }

    private static float[] Filled(int count, float value)
    {
        var values = new float[count];
        Array.Fill(values, value);
        return values;
    }
}
