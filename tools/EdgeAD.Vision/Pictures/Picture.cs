namespace EdgeAD.Vision.Pictures;

/// <summary>A decoded picture: 8-bit RGB, rows from top to bottom.</summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Rgb">Pixels, <c>[height][width][3]</c>.</param>
public sealed record Picture(int Width, int Height, byte[] Rgb);
