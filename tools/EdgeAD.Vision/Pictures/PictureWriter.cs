using ImageMagick;

namespace EdgeAD.Vision.Pictures;

/// <summary>Writes pictures and masks. The same pixels always give the same bytes (no dates, no metadata).</summary>
public static class PictureWriter
{
    /// <summary>Quality of JPEG files unless told otherwise.</summary>
    public const int JpegQuality = 92;

    /// <summary>Writes PNG or JPEG, as the extension says, replacing the file in one step.</summary>
    /// <param name="picture">What to write.</param>
    /// <param name="path">Ends in .png, .jpg or .jpeg.</param>
    /// <param name="quality">JPEG quality, 1..100.</param>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.InvalidOption"/>: other extension; <see cref="ErrorCode.WriteFailed"/>.</exception>
    public static void Save(Picture picture, string path, int quality = JpegQuality)
    {
        byte[] content = Encode(picture, FormatOf(path), quality);
        AtomicFile.WriteBytes(path, content);
    }

    /// <summary>Writes a mask as PNG: white where the defect is, black elsewhere.</summary>
    public static void SaveMask(Mask mask, string path)
    {
        var rgb = new byte[mask.Defect.Length * 3];
        for (int i = 0; i < mask.Defect.Length; i++)
        {
            rgb.AsSpan(3 * i, 3).Fill(mask.Defect[i] ? (byte)255 : (byte)0);
        }

        Save(new Picture(mask.Width, mask.Height, rgb), path);
    }

    /// <summary>Content of a PNG file.</summary>
    public static byte[] Png(Picture picture) => Encode(picture, MagickFormat.Png, JpegQuality);

    /// <summary>Content of a JPEG file.</summary>
    public static byte[] Jpeg(Picture picture, int quality = JpegQuality) => Encode(picture, MagickFormat.Jpeg, quality);

    private static byte[] Encode(Picture picture, MagickFormat format, int quality)
    {
        MagickSetup.Ensure();
        var layout = new PixelReadSettings((uint)picture.Width, (uint)picture.Height, StorageType.Char, PixelMapping.RGB);
        using var image = new MagickImage();
        image.ReadPixels(picture.Rgb, layout);
        image.Format = format;
        image.Quality = format == MagickFormat.Jpeg ? (uint)quality : 75; // 75 for PNG: zlib level 7, adaptive filter
        image.Settings.SetDefine(MagickFormat.Png, "exclude-chunks", "date,tIME");
        return image.ToByteArray();
    }

    private static MagickFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => MagickFormat.Png,
        ".jpg" or ".jpeg" => MagickFormat.Jpeg,
        _ => throw new EdgeAdException(ErrorCode.InvalidOption, $"cannot tell the picture format of '{path}'", "Let the name end in .png or .jpg"),
    };
}
