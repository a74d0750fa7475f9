using ImageMagick;

namespace EdgeAD.Vision.Pictures;

/// <summary>Recognises picture formats by their first bytes, so that a file's name cannot pick one of ImageMagick's many other decoders.</summary>
internal static class PictureFormat
{
    /// <summary>The format, or null when it is none of JPEG, PNG, BMP, TIFF, WebP.</summary>
    public static MagickFormat? Recognise(ReadOnlySpan<byte> head) => head switch
    {
        [0xFF, 0xD8, 0xFF, ..] => MagickFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => MagickFormat.Png,
        [(byte)'B', (byte)'M', _, _, ..] => MagickFormat.Bmp,
        [(byte)'I', (byte)'I', 42 or 43, 0, ..] or [(byte)'M', (byte)'M', 0, 42 or 43, ..] => MagickFormat.Tiff,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => MagickFormat.WebP,
        _ => null,
    };
}
