using EdgeAD.Vision.Evaluation;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Reporting;

/// <summary>Draws cell scores over a picture: colour where a cell is worse than usual, a contour where it exceeds the threshold.</summary>
/// <remarks>What the model does not see, outside of its view, is greyed.</remarks>
public static class HeatMap
{
    private const float Opacity = 0.78f;

    /// <summary>Draws the overlay.</summary>
    /// <param name="picture">The picture that was scored, in any size.</param>
    /// <param name="score">Its score.</param>
    /// <param name="scale">Colours.</param>
    /// <param name="view">What the model sees of the picture.</param>
    /// <returns>A picture of the same size.</returns>
    public static Picture Overlay(Picture picture, Score score, HeatScale scale, InputView view)
    {
        CropGeometry crop = view.In(picture.Width, picture.Height);
        float[] map = AnomalyMap.Interpolate(score, crop.Width, crop.Height);
        float lineWidth = Math.Clamp(Math.Min(crop.Width, crop.Height) / 180f, 1.5f, 4f);
        var rgb = (byte[])picture.Rgb.Clone();
        for (int y = 0; y < picture.Height; y++)
        {
            for (int x = 0; x < picture.Width; x++)
            {
                Span<byte> pixel = rgb.AsSpan(3 * (y * picture.Width + x), 3);
                int cx = x - crop.X;
                int cy = y - crop.Y;
                if (cx < 0 || cy < 0 || cx >= crop.Width || cy >= crop.Height)
                    Grey(pixel);
                else
                    Paint(pixel, map, crop.Width, crop.Height, cx, cy, scale, lineWidth);
            }
        }
        return new Picture(picture.Width, picture.Height, rgb);
    }

    private static void Paint(Span<byte> pixel, float[] map, int width, int height, int x, int y, HeatScale scale, float lineWidth)
    {
        float value = map[y * width + x];
        float position = scale.Position(value);
        float ramp = Math.Clamp(position * 1.6f, 0, 1);
        Blend(pixel, ColorMap.At(position), Opacity * ramp * ramp * (3 - 2 * ramp));

        // Distance to the contour in pixels: how far the value is from the threshold over how fast it changes here.
        float dx = map[y * width + Math.Min(x + 1, width - 1)] - map[y * width + Math.Max(x - 1, 0)];
        float dy = map[Math.Min(y + 1, height - 1) * width + x] - map[Math.Max(y - 1, 0) * width + x];
        float slope = MathF.Sqrt(dx * dx + dy * dy) / 2;
        if (slope > 1e-6f)
        {
            float distance = MathF.Abs(value - scale.Threshold) / slope;
            Blend(pixel, (0, 0, 0), 0.55f * Math.Clamp(lineWidth + 0.5f - distance, 0, 1));
            Blend(pixel, (255, 255, 255), Math.Clamp(lineWidth / 2 + 0.5f - distance, 0, 1));
        }
    }

    private static void Grey(Span<byte> pixel)
    {
        int luma = (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2]) >> 8;
        for (int c = 0; c < 3; c++)
            pixel[c] = (byte)((pixel[c] + 3 * luma) * 45 / 400);
    }

    private static void Blend(Span<byte> pixel, (byte R, byte G, byte B) color, float alpha)
    {
        pixel[0] = (byte)(pixel[0] + alpha * (color.R - pixel[0]) + 0.5f);
        pixel[1] = (byte)(pixel[1] + alpha * (color.G - pixel[1]) + 0.5f);
        pixel[2] = (byte)(pixel[2] + alpha * (color.B - pixel[2]) + 0.5f);
    }
}
