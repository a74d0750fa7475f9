using EdgeAD.Training.Procedural;
using EdgeAD.Vision.Backbones;

namespace EdgeAD.Training.Backbones;

/// <summary>Cuts preprocessed training crops: random window, flip and quarter turn, exposure and colour changes.</summary>
internal static class Cropper
{
    /// <summary>Writes one crop as <c>[c][size][size]</c>.</summary>
    /// <param name="r">Source of chance.</param>
    /// <param name="rgb">Picture, interleaved, <c>[side][side][3]</c>.</param>
    /// <param name="side">Side of the picture.</param>
    /// <param name="size">Side of the crop.</param>
    /// <param name="input">What the net expects.</param>
    /// <param name="to">Where the crop goes.</param>
    public static void Cut(PictureRandom r, byte[] rgb, int side, int size, Preprocessing input, Span<float> to)
    {
        float window = side * r.LogRange(0.5f, 1), left = r.Range(0, side - window), top = r.Range(0, side - window), step = window / size;
        int turn = r.Int(8);
        bool jitter = r.Chance(0.6f), grey = input.Channels == 1 || r.Chance(0.08f);
        Span<float> gain = [1, 1, 1], shift = [0, 0, 0];
        if (jitter)
        {
            float contrast = r.LogRange(0.6f, 1.6f), level = r.Range(-40, 40);
            for (int c = 0; c < 3; c++)
            {
                gain[c] = contrast * r.Range(0.9f, 1.1f);
                shift[c] = 127.5f * (1 - gain[c]) + level + r.Range(-8, 8);
            }
        }

        bool bgr = input.Color == "bgr";
        Span<float> pixel = stackalloc float[3];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                (int u, int v) = (turn & 1) == 0 ? (x, y) : (y, x);
                if ((turn & 2) != 0)
                    u = size - 1 - u;
                if ((turn & 4) != 0)
                    v = size - 1 - v;
                float px = MathF.Min(left + (u + 0.5f) * step, side - 1.001f), py = MathF.Min(top + (v + 0.5f) * step, side - 1.001f);
                int ix = (int)px, iy = (int)py, at = 3 * (iy * side + ix);
                float fx = px - ix, fy = py - iy;
                for (int c = 0; c < 3; c++, at++)
                {
                    float upper = rgb[at] + fx * (rgb[at + 3] - rgb[at]), lower = rgb[at + 3 * side] + fx * (rgb[at + 3 * side + 3] - rgb[at + 3 * side]);
                    pixel[c] = Math.Clamp((upper + fy * (lower - upper)) * gain[c] + shift[c], 0, 255);
                }

                if (grey)
                    pixel[0] = pixel[1] = pixel[2] = 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
                for (int c = 0; c < input.Channels; c++)
                    to[(c * size + y) * size + x] = pixel[bgr ? 2 - c : c] * input.Scale[c] + input.Offset[c];
            }
        }
    }
}
