using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Quantization;

/// <summary>Smallest, largest, mean and variance of every channel of every float map over some frames.</summary>
internal sealed class MapStatistics
{
    private readonly float[][] _min, _max;
    private readonly double[][] _sum, _squares;
    private readonly double[] _count;

    private MapStatistics(FloatNetwork network)
    {
        int tensors = network.Sizes.Count;
        T[][] Each<T>(T value) => [.. Enumerable.Range(0, tensors).Select(t => Enumerable.Repeat(value, network.ChannelsOf(t)).ToArray())];
        (_min, _max, _sum, _squares, _count) = (Each(float.PositiveInfinity), Each(float.NegativeInfinity), Each(0.0), Each(0.0), new double[tensors]);
    }

    /// <summary>Smallest value.</summary>
    public float Min(int tensor, int channel) => _min[tensor][channel];

    /// <summary>Largest value.</summary>
    public float Max(int tensor, int channel) => _max[tensor][channel];

    /// <summary>Standard deviation.</summary>
    public double Deviation(int tensor, int channel)
    {
        double mean = _sum[tensor][channel] / _count[tensor];
        return Math.Sqrt(Math.Max((_squares[tensor][channel] / _count[tensor]) - (mean * mean), 0));
    }

    /// <summary>Runs the float network on every input.</summary>
    public static MapStatistics Of(FloatNetwork network, IReadOnlyList<sbyte[]> inputs, CancellationToken cancel)
    {
        var all = new MapStatistics(network);
        var frames = new MapStatistics[inputs.Count];
        Parallel.For(0, inputs.Count, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            var one = new MapStatistics(network);
            float[][] maps = FloatForward.Run(network, inputs[i]);
            for (int t = 0; t < maps.Length; t++)
                one.Add(t, maps[t]);
            frames[i] = one;
        });
        foreach (MapStatistics frame in frames) // in order, so that sums are the same every time
            all.Merge(frame);
        return all;
    }

    private void Add(int t, float[] map)
    {
        int channels = _min[t].Length;
        for (int i = 0; i < map.Length; i++)
        {
            int c = i % channels;
            float v = map[i];
            _min[t][c] = MathF.Min(_min[t][c], v);
            _max[t][c] = MathF.Max(_max[t][c], v);
            _sum[t][c] += v;
            _squares[t][c] += v * (double)v;
        }

        _count[t] += map.Length / (double)channels;
    }

    private void Merge(MapStatistics other)
    {
        for (int t = 0; t < _count.Length; t++)
        {
            _count[t] += other._count[t];
            for (int c = 0; c < _min[t].Length; c++)
            {
                _min[t][c] = MathF.Min(_min[t][c], other._min[t][c]);
                _max[t][c] = MathF.Max(_max[t][c], other._max[t][c]);
                _sum[t][c] += other._sum[t][c];
                _squares[t][c] += other._squares[t][c];
            }
        }
    }
}
