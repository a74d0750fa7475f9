using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Reporting;

/// <summary>Brings pictures to a size fit for looking at. For reports only; what a model sees is resized by the kernels.</summary>
public static class PictureScaler
{
    /// <summary>Scales so that the longer side lies within the limits; a picture that fits is returned as it is.</summary>
    public static Picture Fit(Picture picture, int shortest, int longest)
    {
        int side = Math.Max(picture.Width, picture.Height);
        int target = Math.Clamp(side, shortest, longest);
        if (target == side)
            return picture;
        int width = Math.Max(1, (int)Math.Round((double)picture.Width * target / side));
        int height = Math.Max(1, (int)Math.Round((double)picture.Height * target / side));
        return Resize(picture, width, height);
    }

    // Separable: every target pixel averages the source pixels under a triangle as wide as the step between target pixels, at least one pixel.
    private static Picture Resize(Picture picture, int width, int height)
    {
        (int First, float[] Weights)[] columns = Kernel(picture.Width, width);
        (int First, float[] Weights)[] rows = Kernel(picture.Height, height);
        var narrow = new float[picture.Height * width * 3];
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (int first, float[] weights) = columns[x];
                for (int i = 0; i < weights.Length; i++)
                {
                    for (int c = 0; c < 3; c++)
                        narrow[3 * (y * width + x) + c] += weights[i] * picture.Rgb[3 * (y * picture.Width + first + i) + c];
                }
            }
        }
        var rgb = new byte[width * height * 3];
        var line = new float[width * 3];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(line);
            (int first, float[] weights) = rows[y];
            for (int i = 0; i < weights.Length; i++)
            {
                ReadOnlySpan<float> source = narrow.AsSpan((first + i) * width * 3, width * 3);
                for (int x = 0; x < line.Length; x++)
                    line[x] += weights[i] * source[x];
            }
            for (int x = 0; x < line.Length; x++)
                rgb[y * width * 3 + x] = (byte)Math.Clamp(line[x] + 0.5f, 0, 255);
        }
        return new Picture(width, height, rgb);
    }

    private static (int First, float[] Weights)[] Kernel(int source, int target)
    {
        double step = (double)source / target;
        double reach = Math.Max(1, step);
        var kernel = new (int, float[])[target];
        for (int i = 0; i < target; i++)
        {
            double center = (i + 0.5) * step - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(center - reach));
            int last = Math.Min(source - 1, (int)Math.Floor(center + reach));
            double[] weights = [.. Enumerable.Range(first, last - first + 1).Select(s => Math.Max(0, 1 - Math.Abs(s - center) / reach))];
            double sum = weights.Sum();
            kernel[i] = (first, [.. weights.Select(w => (float)(w / sum))]);
        }
        return kernel;
    }
}
