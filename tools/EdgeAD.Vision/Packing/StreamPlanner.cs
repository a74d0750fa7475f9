namespace EdgeAD.Vision.Packing;

/// <summary>Makes the <see cref="StreamPlan"/> of a network by running it on row counters.</summary>
/// <remarks>
/// After every input row the deepest layer that can run runs first, so that rows are used up as soon as they exist and buffers stay small.
/// Tensors whose rows are never alive at the same time share arena bytes. The kernels replay the plan when they open a file and refuse it
/// unless every read and write is safe; they do not trust this class.
/// </remarks>
public sealed class StreamPlanner
{
    private const int Alignment = 16;

    private readonly NetworkSpec _network;
    private readonly HeadSpec _head;
    private readonly int[] _produced; // rows computed, by tensor
    private readonly int[] _needed;   // first row still needed, by tensor
    private readonly int[] _ring;     // most rows alive at a time, by tensor
    private readonly bool[,] _conflict;
    private readonly List<int>[] _readers; // layers that read a tensor
    private readonly List<byte> _schedule = [];
    private int _headRow;

    private StreamPlanner(NetworkSpec network, HeadSpec head)
    {
        int count = network.Tensors.Count;
        (_network, _head) = (network, head);
        (_produced, _needed, _ring, _conflict) = (new int[count], new int[count], new int[count], new bool[count, count]);
        _readers = [.. Enumerable.Range(0, count).Select(t => Enumerable.Range(0, network.Layers.Count).Where(i => Reads(i).Contains(t)).ToList())];
    }

    /// <summary>Plans a network.</summary>
    /// <exception cref="EdgeAdException">E1305 when it has more layers than a schedule can name.</exception>
    public static StreamPlan Plan(NetworkSpec network, HeadSpec head)
    {
        if (network.Layers.Count > StreamPlan.MaxLayers)
            throw new EdgeAdException(ErrorCode.ModelTooLarge, $"the network has {network.Layers.Count} layers, at most {StreamPlan.MaxLayers} are possible", "choose an earlier cut");
        var planner = new StreamPlanner(network, head);
        planner.Run();
        int[] offsets = planner.Place(out int arena);
        return new StreamPlan(planner._ring, offsets, [.. planner._schedule], arena);
    }

    private void Run()
    {
        for (int row = 0; row < _network.Tensors[0].Rows && _headRow < _head.GridRows; row++)
        {
            _schedule.Add(StreamPlan.InputStep);
            Write(0);
            while (Step())
            {
            }
        }

        // Input rows below everything the cells look at: the kernels still expect the camera to deliver them, and let one overwrite the other.
        for (int row = _produced[0]; row < _network.Tensors[0].Rows; row++)
            _schedule.Add(StreamPlan.InputStep);
    }

    /// <summary>Runs the head, else the deepest layer that can run; false when nothing can.</summary>
    private bool Step()
    {
        if (_headRow < _head.GridRows && _head.Cuts.All(c => HeadNeeds(c, _headRow).End <= _produced[c.Tensor]))
        {
            _schedule.Add(StreamPlan.HeadStep);
            _headRow++;
            foreach (CutSpec cut in _head.Cuts)
                Release(cut.Tensor);
            return true;
        }

        for (int i = _network.Layers.Count - 1; i >= 0; i--)
        {
            int y = _produced[i + 1];
            if (y >= _network.Tensors[i + 1].Rows || Reads(i).Any(t => LayerNeeds(i, y).End > _produced[t]))
                continue;
            _schedule.Add((byte)i);
            Write(i + 1);
            foreach (int t in Reads(i))
                Release(t);
            return true;
        }

        return false;
    }

    /// <summary>A row comes into being while everything alive, the inputs it is computed from included, stays where it is.</summary>
    private void Write(int tensor)
    {
        _produced[tensor]++;
        Release(tensor);
        int alive = Math.Max(_produced[tensor] - _needed[tensor], 1);
        _ring[tensor] = Math.Max(_ring[tensor], alive);
        for (int other = 0; other < _produced.Length; other++)
        {
            if (other != tensor && _produced[other] > _needed[other])
                _conflict[tensor, other] = _conflict[other, tensor] = true;
        }
    }

    private void Release(int tensor)
    {
        int first = _network.Tensors[tensor].Rows;
        foreach (int i in _readers[tensor])
            first = Math.Min(first, LayerNeeds(i, _produced[i + 1]).First);
        foreach (CutSpec cut in _head.Cuts.Where(c => c.Tensor == tensor))
            first = Math.Min(first, HeadNeeds(cut, _headRow).First);
        _needed[tensor] = Math.Min(first, _produced[tensor]);
    }

    private int[] Reads(int layer)
    {
        LayerSpec spec = _network.Layers[layer];
        return spec.Op == Schema.Op.Add ? [spec.Input, spec.Input2] : [spec.Input];
    }

    /// <summary>Input rows [First, End) for output row y; past the last output row nothing.</summary>
    private (int First, int End) LayerNeeds(int layer, int y)
    {
        LayerSpec spec = _network.Layers[layer];
        int rows = _network.Tensors[spec.Input].Rows;
        if (y >= _network.Tensors[layer + 1].Rows)
            return (rows, rows);
        if (!spec.HasWindow)
            return (y, y + 1);
        int top = (y * spec.Stride) - spec.PadTop;
        return (Math.Max(top, 0), Math.Min(top + 3, rows));
    }

    private (int First, int End) HeadNeeds(CutSpec cut, int y)
    {
        int rows = _network.Tensors[cut.Tensor].Rows;
        if (y >= _head.GridRows)
            return (rows, rows);
        int first = y * cut.Pool / cut.Repeat;
        return (first, first + cut.Pool);
    }

    /// <summary>Largest buffers first, each at the lowest place that is free of the buffers it conflicts with.</summary>
    private int[] Place(out int arena)
    {
        int count = _ring.Length;
        int[] bytes = [.. Enumerable.Range(0, count).Select(t => _ring[t] * _network.Tensors[t].RowPitch)];
        var offsets = new int[count];
        var placed = new List<int>();
        arena = 0;
        foreach (int t in Enumerable.Range(0, count).OrderByDescending(t => bytes[t]).ThenBy(t => t))
        {
            int at = 0;
            foreach (int other in placed.Where(o => _conflict[t, o]).OrderBy(o => offsets[o]))
            {
                if (at + bytes[t] <= offsets[other])
                    break;
                at = Math.Max(at, (offsets[other] + bytes[other] + Alignment - 1) / Alignment * Alignment);
            }

            offsets[t] = at;
            placed.Add(t);
            arena = Math.Max(arena, at + bytes[t]);
        }

        arena = (arena + Alignment - 1) / Alignment * Alignment;
        return offsets;
    }
}
