using ImageMagick;

namespace EdgeAD.Vision.Pictures;

/// <summary>Reads JPEG, PNG, BMP, TIFF and WebP files as 8-bit sRGB.</summary>
/// <remarks>
/// EXIF rotation is applied. CMYK, grey, palette and 16-bit pictures are converted; an embedded colour profile is honoured; transparent
/// pixels lie on white. Of several frames the first is read. Truncated files are errors, not half-grey pictures. Safe to call from several
/// threads; each call uses one.
/// </remarks>
public static class PictureLoader
{
    /// <summary>Most columns or rows of a picture.</summary>
    public const int MaxSide = 8192;

    private const long MaxBytes = 256L << 20;

    /// <summary>Reads a picture.</summary>
    /// <exception cref="EdgeAdException">
    /// <see cref="ErrorCode.PathNotFound"/>; <see cref="ErrorCode.PictureUnreadable"/> with the reason.
    /// </exception>
    public static Picture Load(string path)
    {
        using var image = Read(path, ReadBytes(path), MagickColors.White);
        return new Picture((int)image.Width, (int)image.Height, Bytes(path, image));
    }

    /// <summary>Reads a picture from a file's content.</summary>
    /// <param name="content">The whole file.</param>
    /// <param name="name">What to call it in an error message.</param>
    public static Picture Decode(byte[] content, string name)
    {
        using var image = Read(name, content, MagickColors.White);
        return new Picture((int)image.Width, (int)image.Height, Bytes(name, image));
    }

    /// <summary>
    /// Reads a ground-truth mask. A pixel belongs to the defect when it is at least half as bright as the brightest one (so 0/1 masks work like
    /// 0/255 masks); a black mask has no defect.
    /// </summary>
    public static Mask LoadMask(string path)
    {
        using var image = Read(path, ReadBytes(path), MagickColors.Black);
        byte[] rgb = Bytes(path, image);
        int brightest = rgb.Max();
        int threshold = Math.Max(1, (brightest + 1) / 2);
        var defect = new bool[rgb.Length / 3];
        for (int i = 0; i < defect.Length; i++)
        {
            defect[i] = Math.Max(rgb[3 * i], Math.Max(rgb[3 * i + 1], rgb[3 * i + 2])) >= threshold;
        }

        return new Mask((int)image.Width, (int)image.Height, defect);
    }

    /// <summary>Size of a picture after EXIF rotation, read from its header only.</summary>
    public static (int Width, int Height) Size(string path)
    {
        MagickSetup.Ensure();
        byte[] content = ReadBytes(path);
        try
        {
            using var image = new MagickImage();
            image.Ping(content, Settings(path, content));
            bool onItsSide = image.Orientation is Orientation.LeftTop or Orientation.RightTop
                or Orientation.RightBottom or Orientation.LeftBottom;
            return onItsSide ? ((int)image.Height, (int)image.Width) : ((int)image.Width, (int)image.Height);
        }
        catch (MagickException e)
        {
            throw Unreadable(path, Reason(e), inner: e);
        }
    }

    private static MagickImage Read(string path, byte[] content, IMagickColor<byte> background)
    {
        MagickSetup.Ensure();
        var image = new MagickImage();
        try
        {
            var settings = Settings(path, content);
            image.Ping(content, settings);
            if (image.Width > MaxSide || image.Height > MaxSide)
            {
                throw Unreadable(path, $"it is {image.Width} x {image.Height} pixels", $"Make it at most {MaxSide} pixels wide and high");
            }

            string? damage = null;
            image.Warning += (_, warning) => damage ??= IsDamage(warning.Message) ? warning.Message : null;
            image.Read(content, settings);
            if (damage is not null)
            {
                throw Unreadable(path, Plain(damage));
            }

            ToRgb(image, background);
            return image;
        }
        catch (MagickException e)
        {
            image.Dispose();
            throw Unreadable(path, Reason(e), inner: e);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    private static void ToRgb(MagickImage image, IMagickColor<byte> background)
    {
        image.AutoOrient();
        if (image.GetColorProfile() is { } profile && profile.Description?.Contains("sRGB", StringComparison.OrdinalIgnoreCase) != true)
        {
            try
            {
                image.TransformColorSpace(ColorProfiles.SRGB);
            }
            catch (MagickException)
            {
                image.RemoveProfile(profile); // a broken profile is ignored, as picture viewers do
            }
        }

        image.ColorSpace = ColorSpace.sRGB;
        if (image.HasAlpha)
        {
            image.BackgroundColor = background;
            image.Alpha(AlphaAction.Remove);
        }
    }

    private static MagickReadSettings Settings(string path, byte[] content)
    {
        var format = PictureFormat.Recognise(content)
            ?? throw Unreadable(path, content.Length == 0 ? "the file is empty" : "its content is not JPEG, PNG, BMP, TIFF or WebP");
        return new MagickReadSettings { Format = format, FrameIndex = 0, FrameCount = 1 };
    }

    private static byte[] Bytes(string path, MagickImage image)
    {
        using var pixels = image.GetPixelsUnsafe();
        byte[]? rgb = pixels.ToByteArray(PixelMapping.RGB);
        return rgb?.Length == image.Width * image.Height * 3 ? rgb : throw Unreadable(path, "it has no pixels");
    }

    private static byte[] ReadBytes(string path)
    {
        if (!File.Exists(path))
        {
            throw new EdgeAdException(
                ErrorCode.PathNotFound,
                Directory.Exists(path) ? $"'{path}' is a folder, not a picture" : $"there is no picture '{path}'",
                "Check the path");
        }

        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MaxBytes)
            {
                throw Unreadable(path, FormattableString.Invariant($"the file has {stream.Length >> 20} MB"), $"At most {MaxBytes >> 20} MB are read");
            }

            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return content;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message.TrimEnd('.'), "Check the file and its permissions", e);
        }
    }

    // Libraries report cut-off files as warnings and fill the rest with grey.
    private static bool IsDamage(string message) =>
        message.Contains("premature", StringComparison.OrdinalIgnoreCase)
        || message.Contains("corrupt", StringComparison.OrdinalIgnoreCase) && !message.Contains("extraneous", StringComparison.OrdinalIgnoreCase)
        || message.Contains("unexpected end", StringComparison.OrdinalIgnoreCase)
        || message.Contains("truncated", StringComparison.OrdinalIgnoreCase)
        || message.Contains("not enough", StringComparison.OrdinalIgnoreCase);

    private static string Reason(MagickException e) =>
        e is MagickResourceLimitErrorException ? "it needs more memory than is allowed" : Plain(e.Message);

    /// <summary>ImageMagick's message without its source location and without the name it made up for a picture in memory.</summary>
    private static string Plain(string message)
    {
        int at = message.IndexOf(" @ ", StringComparison.Ordinal);
        return (at < 0 ? message : message[..at]).Replace("`'", "", StringComparison.Ordinal).Trim();
    }

    private static EdgeAdException Unreadable(string path, string reason, string? hint = null, Exception? inner = null) =>
        new(ErrorCode.PictureUnreadable, $"cannot read the picture '{path}': {reason}", hint ?? "Open it in a viewer; replace or remove it", inner);
}
