namespace EdgeAD.Vision.Datasets;

/// <summary>Which files count as pictures.</summary>
public static class PictureFiles
{
    /// <summary>Extensions of the formats that are read: JPEG, PNG, BMP, TIFF, WebP. Lower case with the dot.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"];

    /// <summary>True when the extension is one of <see cref="Extensions"/>, whatever its case.</summary>
    public static bool IsPicture(string path)
    {
        string extension = Path.GetExtension(path);
        return Extensions.Any(e => e.Equals(extension, StringComparison.OrdinalIgnoreCase));
    }
}
