using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Tests.Support;

/// <summary>Writes small data sets of small pictures: a bright disc on a dark ground with noise; defects carry a dark block.</summary>
public static class TinyDataset
{
    /// <summary>One picture; a pure function of its arguments.</summary>
    /// <param name="seed">Seed of the noise.</param>
    /// <param name="defect">Whether it has the dark block.</param>
    /// <param name="size">Columns and rows.</param>
    public static Picture Picture(int seed, bool defect = false, int size = 64)
    {
        var random = new Random(seed);
        var rgb = new byte[size * size * 3];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                double dx = x - size / 2.0, dy = y - size / 2.0;
                int level = dx * dx + dy * dy < 0.16 * size * size ? 180 : 60;
                if (InBlock(x, y, size) && defect)
                {
                    level = 20;
                }

                int at = 3 * (y * size + x);
                rgb[at] = (byte)(level + random.Next(-10, 11));
                rgb[at + 1] = (byte)(level * 4 / 5 + random.Next(-10, 11));
                rgb[at + 2] = (byte)(level / 2 + random.Next(-10, 11));
            }
        }

        return new Picture(size, size, rgb);
    }

    /// <summary>Writes train/good, test/good, test/block and ground_truth/block; one file per part, <c>partNNN.png</c>.</summary>
    /// <returns>The folder.</returns>
    public static string WriteMvtec(string root, int train = 12, int test = 6, int defects = 6, int size = 64)
    {
        int part = 0;
        for (int i = 0; i < train; i++, part++)
        {
            PictureWriter.Save(Picture(part, false, size), Path.Combine(root, "train", "good", $"part{part:d3}.png"));
        }

        for (int i = 0; i < test; i++, part++)
        {
            PictureWriter.Save(Picture(part, false, size), Path.Combine(root, "test", "good", $"part{part:d3}.png"));
        }

        for (int i = 0; i < defects; i++, part++)
        {
            PictureWriter.Save(Picture(part, true, size), Path.Combine(root, "test", "block", $"part{part:d3}.png"));
            PictureWriter.SaveMask(BlockMask(size), Path.Combine(root, "ground_truth", "block", $"part{part:d3}.png"));
        }

        return root;
    }

    /// <summary>Writes good and one folder of defects, <paramref name="views"/> pictures per part, <c>partNNN_viewN.png</c>.</summary>
    /// <returns>The folder.</returns>
    public static string WriteFlat(string root, int goodParts = 10, int views = 2, int defectParts = 4, int size = 64)
    {
        for (int part = 0; part < goodParts + defectParts; part++)
        {
            bool defect = part >= goodParts;
            for (int view = 0; view < views; view++)
            {
                string file = $"part{part:d3}_view{view}.png";
                PictureWriter.Save(Picture(part * 100 + view, defect, size), Path.Combine(root, defect ? "block" : "good", file));
            }
        }

        return root;
    }

    private static Mask BlockMask(int size)
    {
        var defect = new bool[size * size];
        for (int i = 0; i < defect.Length; i++)
        {
            defect[i] = InBlock(i % size, i / size, size);
        }

        return new Mask(size, size, defect);
    }

    private static bool InBlock(int x, int y, int size) => x >= size / 2 && x < size * 3 / 4 && y >= size / 2 && y < size * 3 / 4;
}
