using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Rendering;

/// <summary>Turns light into a picture: 2x2 binning, lens blur, vignetting, exposure, shot and read noise, tone curve, 8 bits.</summary>
internal static class Camera
{
    private static readonly byte[] Tone = ToneCurve();

    /// <param name="lit">Light per sample, <c>[2 height][2 width]</c>.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="pose">Exposure, blur and noise levels.</param>
    /// <param name="random">Stream of the noise.</param>
    public static Picture Take(Rgb[] lit, int width, int height, Pose pose, RenderRandom random)
    {
        Rgb[] image = Bin(lit, width, height);
        image = Blur(image, width, height, pose.Blur);
        var rgb = new byte[width * height * 3];
        float scale = 2f / Math.Min(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                float dx = (x - width * 0.5f) * scale, dy = (y - height * 0.5f) * scale;
                float gain = pose.Exposure / (1 + pose.Vignette * 0.5f * (dx * dx + dy * dy));
                Rgb c = image[y * width + x];
                int at = 3 * (y * width + x);
                rgb[at] = Expose(c.R * gain, pose, random);
                rgb[at + 1] = Expose(c.G * gain, pose, random);
                rgb[at + 2] = Expose(c.B * gain, pose, random);
            }
        }

        return new Picture(width, height, rgb);
    }

    private static byte Expose(float light, Pose pose, RenderRandom random)
    {
        float noise = pose.ShotNoise * MathF.Sqrt(Math.Max(0, light)) + pose.ReadNoise;
        float value = light + noise * random.NextGaussian();
        return Tone[Math.Clamp((int)(value * (Tone.Length - 1) + 0.5f), 0, Tone.Length - 1)];
    }

    private static Rgb[] Bin(Rgb[] lit, int width, int height)
    {
        var image = new Rgb[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = 2 * y * 2 * width + 2 * x;
                image[y * width + x] = (lit[at] + lit[at + 1] + lit[at + 2 * width] + lit[at + 2 * width + 1]) * 0.25f;
            }
        }

        return image;
    }

    private static Rgb[] Blur(Rgb[] image, int width, int height, float side)
    {
        var rows = new Rgb[image.Length];
        var result = new Rgb[image.Length];
        float middle = 1 - 2 * side;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = y * width + x;
                rows[at] = image[at] * middle + (image[x > 0 ? at - 1 : at] + image[x < width - 1 ? at + 1 : at]) * side;
            }
        }

        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int at = y * width + x;
                result[at] = rows[at] * middle + (rows[y > 0 ? at - width : at] + rows[y < height - 1 ? at + width : at]) * side;
            }
        }

        return result;
    }

    /// <summary>sRGB (IEC 61966-2-1); index 0..4095 = linear 0..1.</summary>
    private static byte[] ToneCurve()
    {
        var table = new byte[4096];
        for (int i = 0; i < table.Length; i++)
        {
            double linear = i / (double)(table.Length - 1);
            double srgb = linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.Pow(linear, 1 / 2.4) - 0.055;
            table[i] = (byte)Math.Round(255 * srgb);
        }

        return table;
    }
}
