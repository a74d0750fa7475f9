namespace EdgeAD.Training.Procedural;

/// <summary>An RGB picture in the making; planes of linear-ish values around 0..1.</summary>
internal sealed class Canvas(int size)
{
    public int Size { get; } = size;

    /// <summary><c>[3][size][size]</c></summary>
    public float[][] Planes { get; } = [new float[size * size], new float[size * size], new float[size * size]];

    /// <summary>Lays another picture over this one, by a mask of 0..1.</summary>
    public Canvas Blend(Canvas over, Field mask)
    {
        for (int c = 0; c < 3; c++)
        {
            float[] to = Planes[c], from = over.Planes[c];
            for (int i = 0; i < to.Length; i++)
                to[i] += mask.Values[i] * (from[i] - to[i]);
        }

        return this;
    }

    /// <summary>Lights the picture as if the field were its relief.</summary>
    public Canvas Shade(Light light, Field relief, float height)
    {
        float[] v = relief.Values;
        for (int y = 0, i = 0; y < Size; y++)
        {
            int up = y > 0 ? Size : 0, down = y < Size - 1 ? Size : 0;
            for (int x = 0; x < Size; x++, i++)
            {
                float gx = height * (v[x > 0 ? i - 1 : i] - v[x < Size - 1 ? i + 1 : i]), gy = height * (v[i - up] - v[i + down]);
                (float shade, float gloss) = light.On(gx, gy);
                Planes[0][i] = Planes[0][i] * shade + gloss;
                Planes[1][i] = Planes[1][i] * shade + gloss;
                Planes[2][i] = Planes[2][i] * shade + gloss;
            }
        }

        return this;
    }
}
