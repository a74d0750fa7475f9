namespace EdgeAD.Vision.Packing;

/// <summary>Makes the <see cref="StreamPlan"/> of a network by running it on row counters.</summary>
/// <remarks>
/// After every input row the deepest layer that can run runs first, so that rows are used up as soon as they exist and few are alive.
/// Every row gets a place of its own, from the step that writes it to the last step that reads it; rows that are never alive at the same time
/// share bytes, whichever tensors they belong to. The kernels replay the plan when they open a file and refuse it unless every read and write
/// is safe; they do not trust this class.
/// </remarks>
public sealed class StreamPlanner
{
    private readonly NetworkSpec _network;
    private readonly HeadSpec _head;
    private readonly int[] _produced; // rows computed, by tensor
    private readonly int[] _needed;   // first row still needed, by tensor
    private readonly Row[][] _rows;   // by tensor; those that were never written are null
    private readonly List<int>[] _readers; // layers that read a tensor
    private readonly List<byte> _schedule = [];
    private int _headRow;

    private StreamPlanner(NetworkSpec network, HeadSpec head)
    {
        int count = network.Tensors.Count;
        (_network, _head) = (network, head);
        (_produced, _needed) = (new int[count], new int[count]);
        _rows = [.. network.Tensors.Select(t => new Row[t.Rows])];
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
        int arena = planner.Place();
        if (arena > StreamPlan.MaxArena)
            throw new EdgeAdException(ErrorCode.ModelTooLarge, $"the network needs {arena:N0} bytes for rows under way, at most {StreamPlan.MaxArena:N0} are possible", "choose a smaller input or an earlier cut");
        return new StreamPlan([.. planner._rows.Select(rows => rows.Select(r => r?.Place ?? 0).ToArray())], [.. planner._schedule], arena, planner.Peak());
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

        // Input rows below everything the cells look at: the kernels still expect the camera to deliver them, when nothing is alive any more.
        foreach (Row row in _rows.SelectMany(r => r).Where(r => r is not null))
            row.Death = Math.Min(row.Death, _schedule.Count);
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

    /// <summary>A row comes into being while everything alive, the rows it is computed from included, stays where it is.</summary>
    private void Write(int tensor)
    {
        _rows[tensor][_produced[tensor]++] = new Row(_network.Tensors[tensor].RowPitch, _schedule.Count);
        Release(tensor); // a row that nobody reads
    }

    /// <summary>Rows that no reader needs after this step, which may still read them.</summary>
    private void Release(int tensor)
    {
        int first = _network.Tensors[tensor].Rows;
        foreach (int i in _readers[tensor])
            first = Math.Min(first, LayerNeeds(i, _produced[i + 1]).First);
        foreach (CutSpec cut in _head.Cuts.Where(c => c.Tensor == tensor))
            first = Math.Min(first, HeadNeeds(cut, _headRow).First);
        for (; _needed[tensor] < Math.Min(first, _produced[tensor]); _needed[tensor]++)
            _rows[tensor][_needed[tensor]].Death = _schedule.Count;
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

    /// <summary>Tries a few orders, each row at the lowest place that is free as long as it lives, and keeps the smallest arena.</summary>
    private int Place()
    {
        Row[] rows = [.. _rows.SelectMany(r => r).Where(r => r is not null)];
        int least = 0, widest = _network.Tensors.Max(t => t.RowPitch);
        int[] best = [];
        foreach (IEnumerable<Row> order in (IEnumerable<Row>[])[
            rows.OrderByDescending(r => r.Bytes).ThenBy(r => r.Birth),
            rows.OrderByDescending(r => r.Bytes).ThenByDescending(r => r.Birth),
            rows.OrderByDescending(r => (long)r.Bytes * (r.Death - r.Birth + 1)).ThenBy(r => r.Birth),
            rows.OrderByDescending(r => r.Death - r.Birth).ThenBy(r => r.Birth),
            rows.OrderBy(r => r.Birth)])
        {
            int arena = Place(order);
            if (best.Length == 0 || arena < least)
                (least, best) = (arena, [.. rows.Select(r => r.Place)]);
        }

        for (int i = 0; i < rows.Length; i++)
            rows[i].Place = best[i];
        return Math.Max(least, widest); // rows that are never written have a place, too
    }

    private static int Place(IEnumerable<Row> order)
    {
        var placed = new List<Row>(); // by place
        int arena = 0;
        foreach (Row row in order)
        {
            int at = 0;
            foreach (Row other in placed.Where(o => o.Birth <= row.Death && row.Birth <= o.Death))
            {
                if (at + row.Bytes <= other.Place)
                    break;
                at = Math.Max(at, other.Place + other.Bytes);
            }

            row.Place = at;
            int index = placed.FindLastIndex(o => o.Place <= at) + 1;
            placed.Insert(index, row);
            arena = Math.Max(arena, at + row.Bytes);
        }

        return arena;
    }

    /// <summary>Bytes of all rows alive, at the step where they are most: no plan of this schedule takes less.</summary>
    private int Peak()
    {
        var change = new int[_schedule.Count + 2];
        foreach (Row row in _rows.SelectMany(r => r).Where(r => r is not null))
        {
            change[row.Birth] += row.Bytes;
            change[row.Death + 1] -= row.Bytes;
        }

        int alive = 0;
        return change.Max(c => alive += c);
    }

    /// <summary>A row in the arena, alive from the step that writes it to the last that reads it.</summary>
    private sealed class Row(int bytes, int birth)
    {
        public int Bytes { get; } = bytes;
        public int Birth { get; } = birth;
        public int Death { get; set; } = int.MaxValue - 1;
        public int Place { get; set; }
    }
}
