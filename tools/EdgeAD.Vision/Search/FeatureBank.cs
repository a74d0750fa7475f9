using System.Collections.Concurrent;
using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
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
    private readonly ConcurrentDictionary<string, Lazy<FeatureMaps>> _gathered = new(StringComparer.Ordinal);
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
        NetworkSpec quantized = GroupShiftQuantizer.Quantize(network, Fit.CenterCrop, [.. good.Where((_, i) => i % step == 0).Take(QuantizationFrames)], cancel);
        int[] taps = [.. layers.Select(l => network.TensorOf[l])];
        byte[] probe = ModelWriter.Write(ProbeModel.Tap(quantized));
        var maps = new sbyte[pictures.Count][][];
        EngineFarm.ForEach(probe, pictures, (engine, i, frame) => maps[i] = engine.Tap(frame, taps), cancel);
        return new FeatureBank(layers, [.. taps.Select(t => quantized.Tensors[t])], [.. layers.Select(backbone.StrideOf)], maps);
    }

    /// <summary>Cell features for some cuts, as the kernels gather them; the same list is gathered once.</summary>
    /// <exception cref="EdgeAdException">E1203 when the maps do not fit onto one grid.</exception>
    public FeatureMaps Gather(IReadOnlyList<string> cuts) => _gathered.GetOrAdd(string.Join('+', cuts), _ => new Lazy<FeatureMaps>(() =>
    {
        GridPlan grid = Grid(cuts);
        var cells = new sbyte[_maps.Length][];
        Parallel.For(0, _maps.Length, i => cells[i] = Gather(_maps[i], grid));
        return new FeatureMaps(cells, grid.Rows, grid.Columns, grid.Cuts.Sum(c => _tensors[c.Tensor].Channels));
    })).Value;

    /// <summary>What one code step means in every channel of the cuts.</summary>
    public double[] UnitsOf(IReadOnlyList<string> cuts) => [.. cuts.SelectMany(c => Enumerable.Range(0, _tensors[_index[c]].Channels).Select(i => (double)_tensors[_index[c]].ScaleOf(i)))];

    private GridPlan Grid(IReadOnlyList<string> cuts)
    {
        int[] layers = [.. cuts.Select(c => _index[c])];
        return GridPlan.For([.. layers.Select(l => (l, _tensors[l].Rows, _tensors[l].Columns, _strides[l]))]);
    }

    private sbyte[] Gather(sbyte[][] maps, GridPlan grid)
    {
        int channels = grid.Cuts.Sum(c => _tensors[c.Tensor].Channels), first = 0;
        var cells = new sbyte[grid.Rows * grid.Columns * channels];
        foreach (CutSpec cut in grid.Cuts)
        {
            TensorSpec tensor = _tensors[cut.Tensor];
            var sums = new int[tensor.Channels];
            for (int cell = 0; cell < grid.Rows * grid.Columns; cell++)
            {
                int row = cell / grid.Columns * cut.Pool / cut.Repeat, column = cell % grid.Columns * cut.Pool / cut.Repeat;
                Array.Clear(sums);
                for (int p = 0; p < cut.Pool * cut.Pool; p++)
                {
                    ReadOnlySpan<sbyte> source = maps[cut.Tensor].AsSpan((((row + (p / cut.Pool)) * tensor.Columns) + column + (p % cut.Pool)) * tensor.Channels, tensor.Channels);
                    for (int c = 0; c < sums.Length; c++)
                        sums[c] += source[c];
                }

                Span<sbyte> target = cells.AsSpan((cell * channels) + first, tensor.Channels);
                int count = cut.Pool * cut.Pool, half = count / 2;
                for (int c = 0; c < sums.Length; c++)
                    target[c] = (sbyte)((sums[c] + (sums[c] < 0 ? -half : half)) / count); // half away from zero
            }

            first += tensor.Channels;
        }

        return cells;
    }
}
