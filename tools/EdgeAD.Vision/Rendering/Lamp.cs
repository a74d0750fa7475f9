namespace EdgeAD.Vision.Rendering;

/// <summary>Lights a scene: key light with soft cast shadows, light from all around dimmed in corners, highlights.</summary>
internal static class Lamp
{
    /// <summary>Light that reaches the camera from each sample, <c>[Height][Width]</c>, linear.</summary>
    public static Rgb[] Light(Scene scene, Pose pose)
    {
        (int w, int h) = (scene.Width, scene.Height);
        float[] relief = scene.Relief;
        float[] near = BoxBlur(relief, w, h, w / 85);
        float[] wide = BoxBlur(near, w, h, w / 28);
        float ax = MathF.Cos(pose.LightAngle), ay = -MathF.Sin(pose.LightAngle); // towards the light
        float norm = 1 / MathF.Sqrt(1 + pose.LightSlope * pose.LightSlope);
        (float lx, float ly, float lz) = (ax * norm, ay * norm, pose.LightSlope * norm);
        float hz = MathF.Sqrt((1 + lz) / 2), hx = lx / (2 * hz), hy = ly / (2 * hz); // half way between light and camera
        var steps = ShadowSteps(ax, ay, pose.LightSlope, w);
        float highest = relief.Max();

        var lit = new Rgb[w * h];
        for (int y = 0; y < h; y++)
        {
            for (int x = 0; x < w; x++)
            {
                int at = y * w + x;
                int left = x > 0 ? at - 1 : at, right = x < w - 1 ? at + 1 : at, up = y > 0 ? at - w : at, down = y < h - 1 ? at + w : at;
                float gx = (relief[left] - relief[right]) * 0.5f, gy = (relief[up] - relief[down]) * 0.5f;
                float length = 1 / MathF.Sqrt(gx * gx + gy * gy + 1);
                float facing = Math.Max(0, (gx * lx + gy * ly + lz) * length);
                float sun = Sun(relief, w, h, x, y, highest, steps);
                float corner = Math.Max(0, near[at] - relief[at]) * 0.10f + Math.Max(0, wide[at] - relief[at]) * 0.055f;
                float open = (0.55f + 0.45f * length) / (1 + corner);
                float place = 1 + pose.GradientX * (x / (float)w - 0.5f) * 2 + pose.GradientY * (y / (float)h - 0.5f) * 2;
                float half = Math.Max(0, (gx * hx + gy * hy + hz) * length);
                float shine = half * half;
                shine *= shine * shine; // ^6
                shine *= shine; // ^12

                Rgb arriving = pose.Light * (facing * sun * (1 - pose.SkyShare) * 1.45f * place) + pose.Sky * (open * pose.SkyShare);
                lit[at] = scene.Albedo[at] * arriving + pose.Light * (scene.Gloss[at] * shine * sun * place);
            }
        }

        return lit;
    }

    /// <summary>1 in the light, 0 in full shadow: looks along the ray to the light for something that stands higher.</summary>
    private static float Sun(float[] relief, int w, int h, int x, int y, float highest, ReadOnlySpan<(int Dx, int Dy, float Rise, float Penumbra)> steps)
    {
        float height = relief[y * w + x];
        float blocked = 0;
        foreach (var (dx, dy, rise, penumbra) in steps)
        {
            int sx = x + dx, sy = y + dy;
            if ((uint)sx >= (uint)w || (uint)sy >= (uint)h || height + rise > highest)
            {
                break;
            }

            blocked = Math.Max(blocked, (relief[sy * w + sx] - height - rise) * penumbra);
            if (blocked >= 1)
            {
                return 0;
            }
        }

        return 1 - blocked * blocked * (3 - 2 * blocked);
    }

    private static (int Dx, int Dy, float Rise, float Penumbra)[] ShadowSteps(float ax, float ay, float slope, int width)
    {
        var steps = new List<(int, int, float, float)>();
        for (float distance = 1.5f; distance < width * 0.085f; distance = distance * 1.2f + 0.8f)
        {
            steps.Add(((int)MathF.Round(ax * distance), (int)MathF.Round(ay * distance), slope * distance - 0.12f * distance, 1 / (0.30f * distance + 0.6f)));
        }

        return [.. steps];
    }

    /// <summary>Mean over a square of 2 radius + 1 samples, edges repeated.</summary>
    private static float[] BoxBlur(float[] source, int w, int h, int radius)
    {
        var rows = new float[w * h];
        var result = new float[w * h];
        float share = 1f / (2 * radius + 1);
        for (int y = 0; y < h; y++)
        {
            Running(source, rows, y * w, 1, w, radius, share);
        }

        for (int x = 0; x < w; x++)
        {
            Running(rows, result, x, w, h, radius, share);
        }

        return result;
    }

    private static void Running(float[] from, float[] to, int start, int stride, int count, int radius, float share)
    {
        float sum = 0;
        for (int i = -radius; i <= radius; i++)
        {
            sum += from[start + Math.Clamp(i, 0, count - 1) * stride];
        }

        for (int i = 0; i < count; i++)
        {
            to[start + i * stride] = sum * share;
            sum += from[start + Math.Min(i + radius + 1, count - 1) * stride] - from[start + Math.Max(i - radius, 0) * stride];
        }
    }
}
