namespace EdgeAD.Vision.Density;

/// <summary>Samples in blocks of 256, dimension by dimension, so that sums over them run in vectors.</summary>
internal sealed class SampleBlocks
{
    /// <summary>Samples per block; the last block is filled up with zeros that carry no weight.</summary>
    public const int Size = 256;

    private readonly float[] _values; // [blocks][dimensions][Size]

    /// <summary>Lays samples out.</summary>
    /// <param name="z">Features.</param>
    /// <param name="indices">Cells that are taken, counted through all pictures.</param>
    public SampleBlocks(CellFeatures z, IReadOnlyList<int> indices)
    {
        (Count, Dimensions) = (indices.Count, z.Dimensions);
        _values = new float[Blocks * Dimensions * Size];
        for (int s = 0; s < Count; s++)
        {
            ReadOnlySpan<float> vector = z.At(indices[s] / z.Cells, indices[s] % z.Cells);
            for (int i = 0; i < Dimensions; i++)
                _values[(((s / Size * Dimensions) + i) * Size) + (s % Size)] = vector[i];
        }
    }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Length of a sample.</summary>
    public int Dimensions { get; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => (Count + Size - 1) / Size;

    /// <summary>Samples in a block.</summary>
    public int CountIn(int block) => Math.Min(Size, Count - (block * Size));

    /// <summary>One dimension of a block.</summary>
    public ReadOnlySpan<float> Row(int block, int dimension) => _values.AsSpan(((block * Dimensions) + dimension) * Size, Size);

    /// <summary>One value.</summary>
    public float At(int sample, int dimension) => _values[(((sample / Size * Dimensions) + dimension) * Size) + (sample % Size)];

    /// <summary>Indices of all cells, or of an even random share of them.</summary>
    public static int[] Choose(CellFeatures z, int most, Random random)
    {
        int[] order = [.. Enumerable.Range(0, checked(z.Pictures.Count * z.Cells))];
        if (order.Length <= most)
            return order;
        random.Shuffle(order);
        order = order[..most];
        Array.Sort(order);
        return order;
    }
}
