namespace EdgeAD.Vision.Evaluation;

/// <summary>A rectangle within a picture.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
public readonly record struct CropGeometry(int X, int Y, int Width, int Height);
