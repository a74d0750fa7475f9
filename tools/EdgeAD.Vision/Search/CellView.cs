using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>Cell features of a bank's pictures for some cuts, in real numbers, gathered on demand.</summary>
/// <param name="maps"><c>[picture][layer]</c>: int8 <c>[rows][columns][channels]</c>.</param>
/// <param name="tensors">Shape and quantisation of every layer.</param>
/// <param name="grid">Cuts, as indices of layers, and their grid.</param>
internal sealed class CellView(sbyte[][][] maps, TensorSpec[] tensors, GridPlan grid)
{
    /// <summary>Rows of cells.</summary>
    public int Rows => grid.Rows;

    /// <summary>Columns of cells.</summary>
    public int Columns => grid.Columns;

    /// <summary>Cells per picture.</summary>
    public int Cells => grid.Rows * grid.Columns;

    /// <summary>Channels of all cuts.</summary>
    public int Channels { get; } = grid.Cuts.Sum(c => tensors[c.Tensor].Channels);

    /// <summary>Gathers the features of one cell into <paramref name="features"/>, <c>[Channels]</c>.</summary>
    public void Gather(int picture, int cell, Span<float> features)
    {
        int row = cell / grid.Columns, column = cell % grid.Columns, at = 0;
        foreach (CutSpec cut in grid.Cuts)
        {
            TensorSpec tensor = tensors[cut.Tensor];
            sbyte[] map = maps[picture][cut.Tensor];
            Span<float> target = features.Slice(at, tensor.Channels);
            float scale = tensor.Scale / (cut.Pool * cut.Pool), zero = tensor.ZeroPoint * tensor.Scale;
            target.Fill(-zero);
            for (int y = 0; y < cut.Pool; y++)
            for (int x = 0; x < cut.Pool; x++)
            {
                int source = ((((row * cut.Pool / cut.Repeat) + y) * tensor.Columns) + (column * cut.Pool / cut.Repeat) + x) * tensor.Channels;
                for (int c = 0; c < target.Length; c++)
                    target[c] += scale * map[source + c];
            }

            at += tensor.Channels;
        }
    }
}
