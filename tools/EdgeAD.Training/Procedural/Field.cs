namespace EdgeAD.Training.Procedural;

/// <summary>A square scalar map, the raw material of every procedural picture; values usually 0..1.</summary>
internal sealed class Field(int size)
{
    public int Size { get; } = size;

    /// <summary><c>[size][size]</c></summary>
    public float[] Values { get; } = new float[size * size];

    public static Field From(int size, Func<float, float, float> at)
    {
        var field = new Field(size);
        for (int y = 0, i = 0; y < size; y++)
            for (int x = 0; x < size; x++, i++)
                field.Values[i] = at(x, y);
        return field;
    }

    public Field Map(Func<float, float> f)
    {
        for (int i = 0; i < Values.Length; i++)
            Values[i] = f(Values[i]);
        return this;
    }

    /// <summary>Stretched so that the given share of values is clipped at either end and the rest fills 0..1.</summary>
    public Field Normalise(float clip = 0.01f)
    {
        float low = float.MaxValue, high = float.MinValue;
        if (clip > 0)
        {
            // quantiles from a sample are good enough here
            var sample = new float[256];
            for (int i = 0; i < sample.Length; i++)
                sample[i] = Values[(int)((long)i * (Values.Length - 1) / (sample.Length - 1))];
            Array.Sort(sample);
            (low, high) = (sample[(int)(clip * 255)], sample[255 - (int)(clip * 255)]);
        }
        else
        {
            foreach (float v in Values)
                (low, high) = (MathF.Min(low, v), MathF.Max(high, v));
        }

        float scale = 1 / MathF.Max(1e-6f, high - low);
        for (int i = 0; i < Values.Length; i++)
            Values[i] = Math.Clamp((Values[i] - low) * scale, 0, 1);
        return this;
    }

    /// <summary>Bilinear sample; coordinates wrap by mirroring.</summary>
    public float Sample(float x, float y)
    {
        x = Mirror(x);
        y = Mirror(y);
        int x0 = (int)x, y0 = (int)y, x1 = Math.Min(x0 + 1, Size - 1), y1 = Math.Min(y0 + 1, Size - 1);
        float fx = x - x0, fy = y - y0;
        float top = Values[y0 * Size + x0] + fx * (Values[y0 * Size + x1] - Values[y0 * Size + x0]);
        float bottom = Values[y1 * Size + x0] + fx * (Values[y1 * Size + x1] - Values[y1 * Size + x0]);
        return top + fy * (bottom - top);
    }

    /// <summary>This field read at positions shifted by two others.</summary>
    public Field Warp(Field dx, Field dy, float amount)
    {
        var result = new Field(Size);
        for (int y = 0, i = 0; y < Size; y++)
            for (int x = 0; x < Size; x++, i++)
                result.Values[i] = Sample(x + amount * (dx.Values[i] - 0.5f), y + amount * (dy.Values[i] - 0.5f));
        return result;
    }

    /// <summary>Box blur applied twice (a tent), radius in pixels.</summary>
    public Field Blur(int radius)
    {
        if (radius < 1)
            return this;
        var scratch = new float[Values.Length];
        for (int pass = 0; pass < 2; pass++)
        {
            Box(Values, scratch, 1, Size, radius);
            Box(scratch, Values, Size, 1, radius);
        }

        return this;
    }

    private void Box(float[] from, float[] to, int step, int line, int radius)
    {
        float scale = 1f / (2 * radius + 1);
        for (int row = 0; row < Size; row++)
        {
            int start = row * line;
            float sum = 0;
            for (int k = -radius; k <= radius; k++)
                sum += from[start + Math.Clamp(k, 0, Size - 1) * step];
            for (int i = 0; i < Size; i++)
            {
                to[start + i * step] = sum * scale;
                sum += from[start + Math.Min(i + radius + 1, Size - 1) * step] - from[start + Math.Max(i - radius, 0) * step];
            }
        }
    }

    private float Mirror(float v)
    {
        float span = Size - 1;
        v = MathF.Abs(v) % (2 * span);
        return v > span ? 2 * span - v : v;
    }
}
