using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Tests.Packing;

/// <summary>Networks that nobody would train: odd sizes, both paddings, residuals, several cuts. Each is a pure function of its seed.</summary>
internal static class RandomNetworks
{
    /// <summary>A runnable model with random int8 weights and a standard normal density.</summary>
    public static ModelContent Make(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 38), columns = random.Next(1, 38), channels = random.Next(2) == 0 ? 1 : 3;
        var tensors = new List<TensorSpec> { new(rows, columns, channels, 1, 0) };
        var layers = new List<LayerSpec>();
        int count = random.Next(1, 15);
        while (layers.Count < count)
            Append(random, tensors, layers);

        var network = new NetworkSpec(tensors, layers, random.Next(2) == 0 ? Fit.CenterCrop : Fit.Stretch);
        return ProbeModel.Content(network, Head(random, tensors));
    }

    private static void Append(Random random, List<TensorSpec> tensors, List<LayerSpec> layers)
    {
        int input = tensors.Count - 1;
        TensorSpec from = tensors[input];
        int twin = tensors.FindIndex(t => (t.Rows, t.Columns, t.Channels) == (from.Rows, from.Columns, from.Channels));
        Op op = layers.Count == 0 ? Op.Conv3x3 : (Op)random.Next(twin < input ? 4 : 3);
        bool window = op is Op.Conv3x3 or Op.Depthwise3x3;
        int stride = window ? random.Next(1, 3) : 1;
        bool symmetric = stride == 1 || random.Next(2) == 0;
        int outs = op is Op.Depthwise3x3 or Op.Add ? from.Channels : random.Next(1, 41);
        int taps = op switch { Op.Conv3x3 => 9 * from.Channels, Op.Depthwise3x3 => 9, Op.Pointwise => from.Channels, _ => 0 };
        int factors = op == Op.Add ? 3 : outs;
        tensors.Add(new TensorSpec(Half(from.Rows, stride), Half(from.Columns, stride), outs, 0.1f, random.Next(-20, 20)));
        layers.Add(new LayerSpec
        {
            Name = $"{op}{layers.Count}",
            Op = op,
            Input = input,
            Input2 = op == Op.Add ? twin : input,
            Stride = stride,
            PadTop = window && (symmetric || from.Rows % 2 == 1) ? 1 : 0,
            PadLeft = window && (symmetric || from.Columns % 2 == 1) ? 1 : 0,
            Weights = [.. Enumerable.Range(0, op == Op.Depthwise3x3 ? 9 * outs : op == Op.Add ? 0 : taps * outs).Select(_ => (sbyte)random.Next(-127, 128))],
            Bias = [.. Enumerable.Range(0, op == Op.Add ? 0 : outs).Select(_ => random.Next(-5000, 5000))],
            Multiplier = [.. Enumerable.Range(0, factors).Select(_ => random.Next(1 << 30, int.MaxValue))],
            Shift = [.. Enumerable.Range(0, factors).Select(i => (sbyte)(op == Op.Add ? (i < 2 ? 0 : -18) : random.Next(-10, -5)))],
            Pad = window ? [.. Enumerable.Range(0, from.Channels).Select(_ => (sbyte)random.Next(-128, 128))] : [],
        });
    }

    /// <summary>The last tensor and up to two earlier ones on a grid, each pooled or repeated as it needs.</summary>
    private static HeadSpec Head(Random random, List<TensorSpec> tensors)
    {
        int gridRows = tensors[^1].Rows, gridColumns = tensors[^1].Columns;
        if (random.Next(3) == 0)
            (gridRows, gridColumns) = (2 * gridRows, 2 * gridColumns);
        else if (random.Next(3) == 0)
            (gridRows, gridColumns) = ((gridRows + 1) / 2, (gridColumns + 1) / 2);
        var cuts = new List<CutSpec>();
        for (int t = tensors.Count - 1; t > 0 && cuts.Count < 3; t--)
        {
            if (t < tensors.Count - 1 && random.Next(3) > 0)
                continue;
            TensorSpec tensor = tensors[t];
            int pool = Math.Min(Math.Min(tensor.Rows / gridRows, tensor.Columns / gridColumns), 8);
            int repeat = Math.Max(Up(gridRows, tensor.Rows), Up(gridColumns, tensor.Columns));
            if (repeat == 1)
                cuts.Add(new CutSpec(t, random.Next(1, Math.Max(pool, 1) + 1)));
            else if (repeat <= 8)
                cuts.Add(new CutSpec(t, 1, repeat));
        }

        int features = cuts.Sum(c => tensors[c.Tensor].Channels), dimensions = random.Next(1, 9);
        return new HeadSpec(
            cuts,
            gridRows,
            gridColumns,
            [.. Enumerable.Range(0, features * dimensions).Select(_ => (sbyte)random.Next(-127, 128))],
            new int[dimensions],
            [.. Enumerable.Range(0, dimensions).Select(_ => FixedPointScale.From(0.1 * random.NextDouble()))])
        {
            Smoothed = random.Next(3) == 0,
            Positions = random.Next(3) == 0 ? [.. Enumerable.Range(0, gridRows + gridColumns).Select(_ => (short)random.Next(-500, 501))] : null,
        };
    }

    private static int Half(int size, int stride) => (size + stride - 1) / stride;

    private static int Up(int cells, int size) => (cells + size - 1) / size;
}
