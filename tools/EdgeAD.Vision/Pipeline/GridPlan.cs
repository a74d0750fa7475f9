using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Pipeline;

/// <summary>The cell grid of some cuts and how each map is brought to it.</summary>
/// <remarks>The grid is that of the finest cut, but no finer than stride 8 when a coarser cut is among them: finer maps are pooled, coarser ones repeated.</remarks>
/// <param name="Cuts">Cuts with their pooling or repetition.</param>
/// <param name="Rows">Rows of cells.</param>
/// <param name="Columns">Columns of cells.</param>
internal sealed record GridPlan(IReadOnlyList<CutSpec> Cuts, int Rows, int Columns)
{
    /// <summary>Plans the grid of a backbone's default cut.</summary>
    /// <param name="network">The backbone at some input size.</param>
    /// <param name="backbone">The backbone, whole or truncated to its cut.</param>
    /// <exception cref="EdgeAdException">E1203 when the maps do not fit onto one grid.</exception>
    public static GridPlan For(FloatNetwork network, Backbone backbone) =>
        For([.. backbone.DefaultCut.Select(c => network.TensorOf[c] is var t ? (t, network.Sizes[t].Rows, network.Sizes[t].Columns, backbone.StrideOf(c)) : default)]);

    /// <summary>Plans the grid.</summary>
    /// <param name="tensors">Tensor index, rows, columns and stride of every cut.</param>
    /// <exception cref="EdgeAdException">E1203 when the maps do not fit onto one grid.</exception>
    public static GridPlan For(IReadOnlyList<(int Tensor, int Rows, int Columns, int Stride)> tensors)
    {
        int finest = tensors.Min(t => t.Stride), coarsest = tensors.Max(t => t.Stride);
        int stride = Math.Max(finest, Math.Min(coarsest, 8));
        (int _, int rows, int columns, int _) = tensors.FirstOrDefault(t => t.Stride == stride);
        if (rows == 0)
            (rows, columns) = (tensors.Min(t => t.Rows * t.Stride) / stride, tensors.Min(t => t.Columns * t.Stride) / stride);
        var cuts = new List<CutSpec>();
        foreach ((int tensor, int tensorRows, int tensorColumns, int tensorStride) in tensors)
        {
            var cut = new CutSpec(tensor, Math.Max(stride / tensorStride, 1), Math.Max(tensorStride / stride, 1));
            if (tensorRows * cut.Repeat < rows * cut.Pool || tensorColumns * cut.Repeat < columns * cut.Pool)
                throw new EdgeAdException(ErrorCode.BackboneCut, $"the cuts do not fit onto one grid of {rows}x{columns} cells", $"choose an --input that is a multiple of {coarsest}");
            cuts.Add(cut);
        }

        return new GridPlan(cuts, rows, columns);
    }
}
