using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Inference;

/// <summary>A frame as a camera sends it.</summary>
/// <param name="Format">Pixel format.</param>
/// <param name="Width">Columns, 1..8192; even for <see cref="PixelFormat.Yuyv"/>.</param>
/// <param name="Height">Rows, 1..8192.</param>
/// <param name="Pixels">Rows from top to bottom without gaps.</param>
public sealed record Frame(PixelFormat Format, int Width, int Height, byte[] Pixels)
{
    /// <summary>A decoded picture as a frame; shares the pixels.</summary>
    public static Frame Of(Picture picture) => new(PixelFormat.Rgb888, picture.Width, picture.Height, picture.Rgb);

    /// <summary>Bytes of one row.</summary>
    public int Stride => Format switch
    {
        PixelFormat.Rgb888 => 3 * Width,
        PixelFormat.Gray8 => Width,
        _ => 2 * Width,
    };
}
