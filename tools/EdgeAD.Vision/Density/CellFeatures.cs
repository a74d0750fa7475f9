namespace EdgeAD.Vision.Density;

/// <summary>Feature vectors of all cells of some pictures, scaled to unit deviation over all good cells.</summary>
/// <param name="Pictures">One array per picture, <c>[cells][dimensions]</c>.</param>
/// <param name="Cells">Cells per picture.</param>
/// <param name="Dimensions">Length of a vector.</param>
internal sealed record CellFeatures(IReadOnlyList<float[]> Pictures, int Cells, int Dimensions)
{
    /// <summary>The vector of one cell of one picture.</summary>
    public ReadOnlySpan<float> At(int picture, int cell) => Pictures[picture].AsSpan(cell * Dimensions, Dimensions);

    /// <summary>The same cells of some of the pictures.</summary>
    public CellFeatures Of(IEnumerable<int> pictures) => this with { Pictures = [.. pictures.Select(i => Pictures[i])] };
}
