namespace EdgeAD.Vision.Density;

/// <summary>What the kernels gathered for every cell of some pictures, before the projection.</summary>
/// <param name="Pictures">One array per picture, <c>[rows][columns][channels]</c>.</param>
/// <param name="Rows">Rows of cells.</param>
/// <param name="Columns">Columns of cells.</param>
/// <param name="Channels">Channels of all cuts together.</param>
public sealed record FeatureMaps(IReadOnlyList<sbyte[]> Pictures, int Rows, int Columns, int Channels)
{
    /// <summary>Cells per picture.</summary>
    public int Cells => Rows * Columns;

    /// <summary>The features of one cell of one picture.</summary>
    public ReadOnlySpan<sbyte> At(int picture, int cell) => Pictures[picture].AsSpan(cell * Channels, Channels);

    /// <summary>Some of the pictures.</summary>
    public FeatureMaps Of(IEnumerable<int> pictures) => this with { Pictures = [.. pictures.Select(i => Pictures[i])] };
}
