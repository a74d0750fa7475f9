namespace EdgeAD.Vision.Pictures;

/// <summary>Ground truth of a defect.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Defect">True where the defect is, <c>[height][width]</c>.</param>
public sealed record Mask(int Width, int Height, bool[] Defect)
{
    /// <summary>Number of defect pixels.</summary>
    public int Area => Defect.Count(d => d);
}
