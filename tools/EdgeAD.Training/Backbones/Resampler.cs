namespace EdgeAD.Training.Backbones;

/// <summary>Area-averaging resize for training pictures and the probe; nothing on the device depends on it.</summary>
internal static class Resampler
{
    /// <summary>Resizes a window of an interleaved RGB picture; enlarging is bilinear, shrinking averages.</summary>
    public static byte[] Resize(byte[] rgb, int width, int height, int left, int top, int windowWidth, int windowHeight, int toWidth, int toHeight)
    {
        (int Start, float[] Weights)[] columns = Axis(width, left, windowWidth, toWidth), rows = Axis(height, top, windowHeight, toHeight);
        var narrow = new float[height * toWidth * 3];
        for (int y = rows.Min(r => r.Start); y < rows.Max(r => r.Start + r.Weights.Length); y++)
        {
            for (int x = 0; x < toWidth; x++)
            {
                (int start, float[] weights) = columns[x];
                float r = 0, g = 0, b = 0;
                for (int k = 0, i = 3 * (y * width + start); k < weights.Length; k++, i += 3)
                {
                    r += weights[k] * rgb[i];
                    g += weights[k] * rgb[i + 1];
                    b += weights[k] * rgb[i + 2];
                }

                int o = 3 * (y * toWidth + x);
                (narrow[o], narrow[o + 1], narrow[o + 2]) = (r, g, b);
            }
        }

        var result = new byte[toWidth * toHeight * 3];
        for (int y = 0; y < toHeight; y++)
        {
            (int start, float[] weights) = rows[y];
            for (int i = 0; i < toWidth * 3; i++)
            {
                float sum = 0;
                for (int k = 0; k < weights.Length; k++)
                    sum += weights[k] * narrow[(start + k) * toWidth * 3 + i];
                result[y * toWidth * 3 + i] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
            }
        }

        return result;
    }

    // A triangle as wide as the larger of source and target pixel.
    private static (int Start, float[] Weights)[] Axis(int size, int from, int window, int to)
    {
        var result = new (int, float[])[to];
        double scale = (double)window / to, reach = Math.Max(1, scale);
        for (int i = 0; i < to; i++)
        {
            double centre = from + (i + 0.5) * scale - 0.5;
            int first = Math.Max(0, (int)Math.Ceiling(centre - reach)), last = Math.Min(size - 1, (int)Math.Floor(centre + reach));
            double[] weights = Enumerable.Range(first, Math.Max(1, last - first + 1)).Select(p => Math.Max(1e-6, 1 - Math.Abs(p - centre) / reach)).ToArray();
            double sum = weights.Sum();
            result[i] = (first, weights.Select(w => (float)(w / sum)).ToArray());
        }

        return result;
    }
}
