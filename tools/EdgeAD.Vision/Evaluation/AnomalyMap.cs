using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Cell scores spread over pixels by bilinear interpolation between cell centres; outside the outermost centres they stay constant.</summary>
public static class AnomalyMap
{
    /// <summary>Interpolates the cells of a score.</summary>
    /// <param name="score">Cells, <c>[gridRows][gridColumns]</c>.</param>
    /// <param name="width">Columns of the map, at least 1.</param>
    /// <param name="height">Rows of the map, at least 1.</param>
    /// <returns>Score per pixel, <c>[height][width]</c>.</returns>
    public static float[] Interpolate(Score score, int width, int height)
    {
        (int[] Left, int[] Right, float[] Weight) columns = Axis(score.GridColumns, width);
        (int[] Top, int[] Bottom, float[] Weight) rows = Axis(score.GridRows, height);
        var map = new float[width * height];
        var line = new float[score.GridColumns];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> top = score.Cells.AsSpan(rows.Top[y] * score.GridColumns, score.GridColumns);
            ReadOnlySpan<float> bottom = score.Cells.AsSpan(rows.Bottom[y] * score.GridColumns, score.GridColumns);
            for (int c = 0; c < line.Length; c++)
                line[c] = top[c] + rows.Weight[y] * (bottom[c] - top[c]);
            Span<float> pixels = map.AsSpan(y * width, width);
            for (int x = 0; x < width; x++)
            {
                float left = line[columns.Left[x]];
                pixels[x] = left + columns.Weight[x] * (line[columns.Right[x]] - left);
            }
        }
        return map;
    }

    // For every pixel: the two cells whose centres enclose its centre, and the weight of the second.
    private static (int[] First, int[] Second, float[] Weight) Axis(int cells, int pixels)
    {
        var first = new int[pixels];
        var second = new int[pixels];
        var weight = new float[pixels];
        for (int i = 0; i < pixels; i++)
        {
            double position = Math.Clamp((i + 0.5) * cells / pixels - 0.5, 0, cells - 1);
            first[i] = (int)position;
            second[i] = Math.Min(first[i] + 1, cells - 1);
            weight[i] = (float)(position - first[i]);
        }
        return (first, second, weight);
    }
}
