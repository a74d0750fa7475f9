using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Search;

/// <summary>Feature maps of many pictures at one input size, taken once from the int8 kernels for all cuts that will be tried.</summary>
internal sealed class FeatureBank
{
    private const int QuantizationFrames = 24;
    private readonly Dictionary<string, int> _index;
    private readonly TensorSpec[] _tensors;
    private readonly int[] _strides;
    private readonly sbyte[][][] _maps; // [picture][layer]: int8 [rows][columns][channels]

    private FeatureBank(IReadOnlyList<string> layers, TensorSpec[] tensors, int[] strides, sbyte[][][] maps)
    {
        (_tensors, _strides, _maps) = (tensors, strides, maps);
        _index = layers.Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i, StringComparer.Ordinal);
    }

    /// <summary>Number of pictures.</summary>
    public int Pictures => _maps.Length;

    /// <summary>Runs the kernels over all pictures.</summary>
    /// <param name="backbone">Whole backbone.</param>
    /// <param name="layers">Every layer that some cut names.</param>
    /// <param name="size">Side of the input.</param>
    /// <param name="grey">Brightness only.</param>
    /// <param name="good">Good parts to take activation ranges from.</param>
    /// <param name="pictures">Pictures to take maps of, of any size.</param>
    /// <param name="cancel">Stops the work.</param>
    public static FeatureBank Extract(
        Backbone backbone, IReadOnlyList<string> layers, int size, bool grey, IReadOnlyList<Frame> good, IReadOnlyList<Frame> pictures, CancellationToken cancel)
    {
        string[] deepest = [.. layers.OrderBy(l => backbone.Layers.TakeWhile(b => b.Name != l).Count()).TakeLast(1)];
        Backbone truncated = backbone.Truncate(deepest);
        FloatNetwork network = FloatNetwork.From(truncated, size, size, grey);
        int step = Math.Max(1, good.Count / QuantizationFrames);
        NetworkSpec quantized = RangeCalibrator.Quantize(network, Fit.CenterCrop, [.. good.Where((_, i) => i % step == 0).Take(QuantizationFrames)], cancel);
        int[] taps = [.. layers.Select(l => network.TensorOf[l])];
        byte[] probe = ModelWriter.Write(ProbeModel.Tap(quantized));
        var maps = new sbyte[pictures.Count][][];
        EngineFarm.ForEach(probe, pictures, (engine, i, frame) => maps[i] = engine.Tap(frame, taps), cancel);
        return new FeatureBank(layers, [.. taps.Select(t => quantized.Tensors[t])], [.. layers.Select(backbone.StrideOf)], maps);
    }

    /// <summary>A view of some cuts on one grid.</summary>
    /// <exception cref="EdgeAdException">E1203 when the maps do not fit onto one grid.</exception>
    public CellView View(IReadOnlyList<string> cuts)
    {
        int[] layers = [.. cuts.Select(c => _index[c])];
        GridPlan grid = GridPlan.For([.. layers.Select(l => (l, _tensors[l].Rows, _tensors[l].Columns, _strides[l]))]);
        return new CellView(_maps, _tensors, grid);
    }
}
