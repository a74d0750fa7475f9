using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Bench;

/// <summary>Cell features of some pictures in float, gathered from float feature maps as the kernels gather them from int8 ones.</summary>
/// <param name="maps"><c>[picture][layer]</c>: <c>[rows][columns][channels]</c>.</param>
/// <param name="layers">Rows, columns and channels of every layer.</param>
/// <param name="grid">Cuts, as indices of layers, and their grid.</param>
internal sealed class FloatCells(float[][][] maps, (int Rows, int Columns, int Channels)[] layers, GridPlan grid)
{
    /// <summary>Rows of cells.</summary>
    public int Rows => grid.Rows;

    /// <summary>Columns of cells.</summary>
    public int Columns => grid.Columns;

    /// <summary>Cells per picture.</summary>
    public int Cells => grid.Rows * grid.Columns;

    /// <summary>Channels of all cuts.</summary>
    public int Channels { get; } = grid.Cuts.Sum(c => layers[c.Tensor].Channels);

    /// <summary>Gathers the features of one cell into <paramref name="features"/>, <c>[Channels]</c>.</summary>
    public void Gather(int picture, int cell, Span<float> features)
    {
        int row = cell / grid.Columns, column = cell % grid.Columns, at = 0;
        foreach (CutSpec cut in grid.Cuts)
        {
            (int _, int columns, int channels) = layers[cut.Tensor];
            Span<float> target = features.Slice(at, channels);
            target.Clear();
            for (int y = 0; y < cut.Pool; y++)
            for (int x = 0; x < cut.Pool; x++)
            {
                ReadOnlySpan<float> source = maps[picture][cut.Tensor].AsSpan(((((row * cut.Pool / cut.Repeat) + y) * columns) + (column * cut.Pool / cut.Repeat) + x) * channels, channels);
                for (int c = 0; c < channels; c++)
                    target[c] += source[c] / (cut.Pool * cut.Pool);
            }

            at += channels;
        }
    }
}
