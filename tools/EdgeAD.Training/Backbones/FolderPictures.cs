using EdgeAD.Training.Procedural;
using EdgeAD.Vision;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Training.Backbones;

/// <summary>Pictures without labels from a folder and its subfolders.</summary>
internal sealed class FolderPictures
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"];
    private readonly string[] _paths;
    private readonly int _size;

    private FolderPictures(string[] paths, int size) => (_paths, _size) = (paths, size);

    /// <exception cref="EdgeAdException">E1101 no such folder, E1102 no pictures in it.</exception>
    public static FolderPictures Open(string folder, int size)
    {
        if (!Directory.Exists(folder))
            throw new EdgeAdException(ErrorCode.PathNotFound, $"no folder at {folder}", "name a folder of pictures with --pictures");
        string[] paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(p => Extensions.Contains(Path.GetExtension(p).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return paths.Length > 0
            ? new FolderPictures(paths, size)
            : throw new EdgeAdException(ErrorCode.DatasetEmpty, $"{folder} holds no pictures", "JPEG, PNG, BMP, TIFF and WebP are read");
    }

    /// <summary>A random square part of a random picture; an unreadable one is passed over for a procedural picture.</summary>
    public byte[] Load(PictureRandom r)
    {
        string path = _paths[r.Int(_paths.Length)];
        try
        {
            Picture picture = PictureLoader.Load(path);
            int longest = Math.Min(picture.Width, picture.Height), side = Math.Max(1, (int)(longest * r.Range(0.4f, 1)));
            int left = r.Int(picture.Width - side + 1), top = r.Int(picture.Height - side + 1);
            return Resampler.Resize(picture.Rgb, picture.Width, picture.Height, left, top, side, side, _size, _size);
        }
        catch (EdgeAdException)
        {
            return ProceduralPictures.Render(0x0BAD, r.Int(int.MaxValue), _size);
        }
    }
}
