using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Further views of a good part: a symmetry of the set, a small shift and turn, a little more or less light.</summary>
public static class PictureAugmenter
{
    private const float LargestShift = 0.02f, LargestTurn = 0.035f, LargestZoom = 0.02f, LightSpread = 0.08f, ContrastSpread = 0.08f;

    /// <summary>One new view.</summary>
    /// <param name="picture">A good picture.</param>
    /// <param name="symmetries">What <see cref="SymmetryFinder"/> found for the set.</param>
    /// <param name="random">Source of everything random.</param>
    public static Picture Vary(Picture picture, IReadOnlyList<Symmetry> symmetries, RenderRandom random)
    {
        Picture turned = symmetries[random.NextInt(symmetries.Count)].Apply(picture);
        return Light(Move(turned, random), random);
    }

    private static Picture Move(Picture picture, RenderRandom random)
    {
        float side = Math.Min(picture.Width, picture.Height);
        float dx = side * random.Between(-LargestShift, LargestShift), dy = side * random.Between(-LargestShift, LargestShift);
        float angle = random.Between(-LargestTurn, LargestTurn), zoom = 1 + random.Between(-LargestZoom, LargestZoom);
        (float cos, float sin) = (MathF.Cos(angle) * zoom, MathF.Sin(angle) * zoom);
        (float cx, float cy) = ((picture.Width - 1) / 2f, (picture.Height - 1) / 2f);
        var rgb = new byte[picture.Rgb.Length];
        for (int y = 0; y < picture.Height; y++)
        for (int x = 0; x < picture.Width; x++)
        {
            float u = cx + dx + (cos * (x - cx)) - (sin * (y - cy)), v = cy + dy + (sin * (x - cx)) + (cos * (y - cy));
            Sample(picture, u, v, rgb.AsSpan(3 * ((y * picture.Width) + x), 3));
        }

        return new Picture(picture.Width, picture.Height, rgb);
    }

    /// <summary>Bilinear; outside, the picture is mirrored at its border, so that textures stay textures.</summary>
    private static void Sample(Picture picture, float u, float v, Span<byte> pixel)
    {
        (int x0, int y0) = ((int)MathF.Floor(u), (int)MathF.Floor(v));
        (float fx, float fy) = (u - x0, v - y0);
        int left = Mirror(x0, picture.Width), right = Mirror(x0 + 1, picture.Width);
        int top = Mirror(y0, picture.Height), bottom = Mirror(y0 + 1, picture.Height);
        for (int c = 0; c < 3; c++)
        {
            float upper = Noise.Lerp(At(left, top, c), At(right, top, c), fx);
            float lower = Noise.Lerp(At(left, bottom, c), At(right, bottom, c), fx);
            pixel[c] = (byte)(Noise.Lerp(upper, lower, fy) + 0.5f);
        }

        float At(int x, int y, int c) => picture.Rgb[(3 * ((y * picture.Width) + x)) + c];
    }

    private static int Mirror(int i, int size) => Math.Clamp(i < 0 ? -1 - i : i >= size ? (2 * size) - 1 - i : i, 0, size - 1);

    private static Picture Light(Picture picture, RenderRandom random)
    {
        float gain = 1 + random.Between(-LightSpread, LightSpread), contrast = 1 + random.Between(-ContrastSpread, ContrastSpread);
        double mean = picture.Rgb.Average(b => (double)b);
        return picture with { Rgb = [.. picture.Rgb.Select(b => (byte)Math.Clamp((((b - mean) * contrast) + mean) * gain + 0.5, 0, 255))] };
    }
}
