using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Synthesis;

/// <summary>A flip or quarter turn of a picture: mirrored first where <see cref="Mirrored"/>, then turned clockwise.</summary>
/// <param name="QuarterTurns">0..3.</param>
/// <param name="Mirrored">Left and right exchanged.</param>
public readonly record struct Symmetry(int QuarterTurns, bool Mirrored)
{
    /// <summary>All eight symmetries of a square, the identity first.</summary>
    public static IReadOnlyList<Symmetry> All { get; } = [.. Enumerable.Range(0, 8).Select(i => new Symmetry(i % 4, i >= 4))];

    /// <summary>True when the picture keeps width and height.</summary>
    public bool KeepsShape => QuarterTurns % 2 == 0;

    /// <summary>The picture after flip and turn.</summary>
    public Picture Apply(Picture picture)
    {
        (int width, int height) = KeepsShape ? (picture.Width, picture.Height) : (picture.Height, picture.Width);
        var rgb = new byte[picture.Rgb.Length];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            (int sx, int sy) = QuarterTurns switch
            {
                0 => (x, y),
                1 => (y, width - 1 - x),
                2 => (width - 1 - x, height - 1 - y),
                _ => (height - 1 - y, x),
            };
            if (Mirrored)
                sx = picture.Width - 1 - sx;
            picture.Rgb.AsSpan(3 * ((sy * picture.Width) + sx), 3).CopyTo(rgb.AsSpan(3 * ((y * width) + x), 3));
        }

        return new Picture(width, height, rgb);
    }

    public override string ToString() => (QuarterTurns, Mirrored) switch
    {
        (0, false) => "as it is",
        (0, true) => "mirrored",
        (2, true) => "upside down",
        (_, false) => $"turned {90 * QuarterTurns}",
        _ => $"mirrored, turned {90 * QuarterTurns}",
    };
}
