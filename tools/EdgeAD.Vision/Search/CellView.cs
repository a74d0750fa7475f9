using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>Cell features of a bank's pictures for some cuts, in real numbers, gathered on demand.</summary>
internal sealed class CellView
{
    private readonly sbyte[][][]? _codes; // [picture][layer]: [rows][columns][channels]
    private readonly float[][][]? _reals; // the same in real numbers
    private readonly TensorSpec[] _tensors;
    private readonly GridPlan _grid;

    /// <summary>A view of int8 maps.</summary>
    /// <param name="maps"><c>[picture][layer]</c>: <c>[rows][columns][channels]</c>.</param>
    /// <param name="tensors">Shape and quantisation of every layer.</param>
    /// <param name="grid">Cuts, as indices of layers, and their grid.</param>
    public CellView(sbyte[][][] maps, TensorSpec[] tensors, GridPlan grid)
        : this(tensors, grid) => _codes = maps;

    /// <summary>A view of float maps; the quantisation in <paramref name="tensors"/> is not looked at.</summary>
    public CellView(float[][][] maps, TensorSpec[] tensors, GridPlan grid)
        : this(tensors, grid) => _reals = maps;

    private CellView(TensorSpec[] tensors, GridPlan grid)
    {
        (_tensors, _grid) = (tensors, grid);
        Channels = grid.Cuts.Sum(c => tensors[c.Tensor].Channels);
    }

    /// <summary>Rows of cells.</summary>
    public int Rows => _grid.Rows;

    /// <summary>Columns of cells.</summary>
    public int Columns => _grid.Columns;

    /// <summary>Cells per picture.</summary>
    public int Cells => _grid.Rows * _grid.Columns;

    /// <summary>Channels of all cuts.</summary>
    public int Channels { get; }

    /// <summary>Gathers the features of one cell into <paramref name="features"/>, <c>[Channels]</c>.</summary>
    public void Gather(int picture, int cell, Span<float> features)
    {
        int row = cell / _grid.Columns, column = cell % _grid.Columns, at = 0;
        foreach (CutSpec cut in _grid.Cuts)
        {
            TensorSpec tensor = _tensors[cut.Tensor];
            Span<float> target = features.Slice(at, tensor.Channels);
            float scale = _codes is null ? 1 : tensor.Scale, zero = _codes is null ? 0 : tensor.ZeroPoint * tensor.Scale;
            target.Fill(-zero);
            scale /= cut.Pool * cut.Pool;
            for (int y = 0; y < cut.Pool; y++)
            for (int x = 0; x < cut.Pool; x++)
            {
                int source = ((((row * cut.Pool / cut.Repeat) + y) * tensor.Columns) + (column * cut.Pool / cut.Repeat) + x) * tensor.Channels;
                if (_codes is not null)
                    Add(target, _codes[picture][cut.Tensor].AsSpan(source, tensor.Channels), scale);
                else
                    Add(target, _reals![picture][cut.Tensor].AsSpan(source, tensor.Channels), scale);
            }

            at += tensor.Channels;
        }
    }

    private static void Add(Span<float> target, ReadOnlySpan<sbyte> source, float scale)
    {
        for (int c = 0; c < target.Length; c++)
            target[c] += scale * source[c];
    }

    private static void Add(Span<float> target, ReadOnlySpan<float> source, float scale)
    {
        for (int c = 0; c < target.Length; c++)
            target[c] += scale * source[c];
    }
}
