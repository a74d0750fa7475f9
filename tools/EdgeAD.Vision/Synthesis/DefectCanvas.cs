using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>A good picture being damaged: reads from the untouched picture and from a donor, writes into a copy.</summary>
internal sealed class DefectCanvas
{
    private readonly byte[] _pixels;
    private readonly bool _grey; // a grey picture gets grey defects: colour would give them away

    /// <param name="good">The picture to damage; left as it is.</param>
    /// <param name="foreground">Where its part is.</param>
    /// <param name="donor">Another good picture of any size, or the same one.</param>
    /// <param name="random">Source of everything random.</param>
    public DefectCanvas(Picture good, Foreground foreground, Picture donor, RenderRandom random)
    {
        (Good, Foreground, Donor, Random) = (good, foreground, donor, random);
        _pixels = [.. good.Rgb];
        _grey = IsGrey(good);
    }

    public Picture Good { get; }

    public Foreground Foreground { get; }

    public Picture Donor { get; }

    public RenderRandom Random { get; }

    public int Width => Good.Width;

    public int Height => Good.Height;

    /// <summary>The shorter side in pixels: sizes of defects are shares of it.</summary>
    public float Side => Math.Min(Width, Height);

    /// <summary>A random place on the part.</summary>
    public (float X, float Y) Place()
    {
        for (int attempt = 0; attempt < 200; attempt++)
        {
            int x = Random.NextInt(Width), y = Random.NextInt(Height);
            if (Foreground.Inside[(y * Width) + x])
                return (x, y);
        }

        return (Width / 2f, Height / 2f);
    }

    /// <summary>Mixes a colour into a pixel; nothing happens outside of the picture and beside the part.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="color">New colour.</param>
    /// <param name="weight">0 keeps the good pixel, 1 replaces it.</param>
    public void Mix(int x, int y, (float R, float G, float B) color, float weight)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height || weight <= 0 || !Foreground.Inside[(y * Width) + x])
            return;
        if (_grey)
            color.R = color.G = color.B = (color.R + color.G + color.B) / 3;
        int at = 3 * ((y * Width) + x);
        _pixels[at] = Byte(Noise.Lerp(Good.Rgb[at], color.R, weight));
        _pixels[at + 1] = Byte(Noise.Lerp(Good.Rgb[at + 1], color.G, weight));
        _pixels[at + 2] = Byte(Noise.Lerp(Good.Rgb[at + 2], color.B, weight));
    }

    /// <summary>A pixel of the good picture, the border repeated outside.</summary>
    public (float R, float G, float B) At(int x, int y) => Pixel(Good, x, y);

    /// <summary>A pixel of the donor, the border repeated outside.</summary>
    public (float R, float G, float B) FromDonor(float x, float y) => Pixel(Donor, (int)MathF.Round(x), (int)MathF.Round(y));

    /// <summary>A random place in the donor that is well inside, so that a patch of that half size fits.</summary>
    public (float X, float Y) DonorPlace(float halfWidth, float halfHeight) =>
        (Random.Between(Math.Min(halfWidth, Donor.Width / 2f), Math.Max(Donor.Width - halfWidth, Donor.Width / 2f)),
         Random.Between(Math.Min(halfHeight, Donor.Height / 2f), Math.Max(Donor.Height - halfHeight, Donor.Height / 2f)));

    /// <summary>The damaged picture, the mask of what has visibly changed, and the mean change within it in grey levels.</summary>
    public (Picture Picture, Mask Mask, double Change) Finish()
    {
        const int visible = 3; // grey levels in any channel
        var defect = new bool[Width * Height];
        double sum = 0;
        int count = 0;
        for (int i = 0; i < defect.Length; i++)
        {
            int largest = 0;
            for (int c = 0; c < 3; c++)
                largest = Math.Max(largest, Math.Abs(_pixels[(3 * i) + c] - Good.Rgb[(3 * i) + c]));
            defect[i] = largest >= visible;
            if (defect[i])
            {
                sum += largest;
                count++;
            }
        }

        return (new Picture(Width, Height, _pixels), new Mask(Width, Height, defect), count == 0 ? 0 : sum / count);
    }

    private static bool IsGrey(Picture picture)
    {
        for (int i = 0; i < picture.Rgb.Length; i += 3)
        {
            if (picture.Rgb[i] != picture.Rgb[i + 1] || picture.Rgb[i] != picture.Rgb[i + 2])
                return false;
        }

        return true;
    }

    private static (float R, float G, float B) Pixel(Picture picture, int x, int y)
    {
        int at = 3 * ((Math.Clamp(y, 0, picture.Height - 1) * picture.Width) + Math.Clamp(x, 0, picture.Width - 1));
        return (picture.Rgb[at], picture.Rgb[at + 1], picture.Rgb[at + 2]);
    }

    private static byte Byte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
