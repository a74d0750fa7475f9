using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Where the part is in a picture.</summary>
/// <param name="Inside">True on the part, <c>[height][width]</c>; true everywhere when no part stands out.</param>
/// <param name="Found">False when the picture has no plain ground that a part stands out from: textures, close-ups.</param>
/// <param name="Ground">Median colour of the ground; meaningless unless found.</param>
internal sealed record Foreground(bool[] Inside, bool Found, (byte R, byte G, byte B) Ground)
{
    private const double SmallestPart = 0.05, LargestPart = 0.9, CleanBorder = 0.8;

    /// <summary>Looks for a part on a plain ground: what differs from the colour of the border, by Otsu's threshold (1979) on that difference.</summary>
    public static Foreground Of(Picture picture)
    {
        (int width, int height) = (picture.Width, picture.Height);
        int[] border = [.. Border(width, height)];
        (byte R, byte G, byte B) ground = (Median(picture, border, 0), Median(picture, border, 1), Median(picture, border, 2));
        var difference = new byte[width * height];
        for (int i = 0; i < difference.Length; i++)
        {
            int r = Math.Abs(picture.Rgb[3 * i] - ground.R), g = Math.Abs(picture.Rgb[(3 * i) + 1] - ground.G), b = Math.Abs(picture.Rgb[(3 * i) + 2] - ground.B);
            difference[i] = (byte)Math.Max(r, Math.Max(g, b));
        }

        int threshold = Otsu(difference);
        bool[] inside = FillHoles([.. difference.Select(d => d > threshold)], width, height);
        double share = inside.Count(i => i) / (double)inside.Length;
        double clean = border.Count(i => !inside[i]) / (double)border.Length;
        return share is > SmallestPart and < LargestPart && clean >= CleanBorder && Spread(picture, inside) >= 2
            ? new Foreground(inside, true, ground)
            : new Foreground([.. Enumerable.Repeat(true, width * height)], false, ground);
    }

    /// <summary>Distance of the two mean colours in standard deviations of the ground; a plain ground is still, a texture is not.</summary>
    private static double Spread(Picture picture, bool[] inside)
    {
        double part = 0, ground = 0, squares = 0;
        int parts = 0, grounds = 0;
        for (int i = 0; i < inside.Length; i++)
        {
            double level = (picture.Rgb[3 * i] + picture.Rgb[(3 * i) + 1] + picture.Rgb[(3 * i) + 2]) / 3.0;
            if (inside[i])
            {
                part += level;
                parts++;
            }
            else
            {
                ground += level;
                squares += level * level;
                grounds++;
            }
        }

        double mean = ground / Math.Max(grounds, 1);
        double deviation = Math.Sqrt(Math.Max((squares / Math.Max(grounds, 1)) - (mean * mean), 1));
        return Math.Abs((part / Math.Max(parts, 1)) - mean) / deviation;
    }

    private static IEnumerable<int> Border(int width, int height)
    {
        int thick = Math.Max(1, Math.Min(width, height) / 40);
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            if (x < thick || y < thick || x >= width - thick || y >= height - thick)
                yield return (y * width) + x;
        }
    }

    private static byte Median(Picture picture, int[] pixels, int channel)
    {
        byte[] values = [.. pixels.Select(i => picture.Rgb[(3 * i) + channel])];
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static int Otsu(byte[] values)
    {
        var counts = new long[256];
        foreach (byte value in values)
            counts[value]++;
        double total = values.Length, sum = 0, below = 0, sumBelow = 0, best = -1;
        for (int i = 0; i < 256; i++)
            sum += i * (double)counts[i];
        int threshold = 0;
        for (int i = 0; i < 255; i++)
        {
            below += counts[i];
            sumBelow += i * (double)counts[i];
            if (below == 0 || below == total)
                continue;
            double gap = (sumBelow / below) - ((sum - sumBelow) / (total - below));
            double between = below * (total - below) * gap * gap;
            if (between > best)
                (best, threshold) = (between, i);
        }

        return threshold;
    }

    /// <summary>Everything that cannot be reached from the border over ground belongs to the part.</summary>
    private static bool[] FillHoles(bool[] part, int width, int height)
    {
        var outside = new bool[part.Length];
        var pending = new Stack<int>();
        for (int i = 0; i < part.Length; i++)
        {
            int x = i % width, y = i / width;
            if ((x == 0 || y == 0 || x == width - 1 || y == height - 1) && !part[i])
                pending.Push(i);
        }

        while (pending.TryPop(out int i))
        {
            if (outside[i] || part[i])
                continue;
            outside[i] = true;
            int x = i % width, y = i / width;
            if (x > 0)
                pending.Push(i - 1);
            if (x < width - 1)
                pending.Push(i + 1);
            if (y > 0)
                pending.Push(i - width);
            if (y < height - 1)
                pending.Push(i + width);
        }

        return [.. outside.Select(o => !o)];
    }
}
