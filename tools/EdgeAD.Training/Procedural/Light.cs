namespace EdgeAD.Training.Procedural;

/// <summary>One lamp far away: Lambert shading, ambient light and a Blinn highlight.</summary>
internal readonly struct Light
{
    private readonly float _lx, _ly, _lz, _hx, _hy, _hz, _ambient, _shine;
    private readonly int _doublings;

    private Light(float x, float y, float z, float ambient, float shine, int doublings)
    {
        (_lx, _ly, _lz) = Unit(x, y, z);
        (_hx, _hy, _hz) = Unit(_lx, _ly, _lz + 1);
        (_ambient, _shine, _doublings) = (ambient, shine, doublings);
    }

    public static Light Any(PictureRandom r) => new(
        r.Range(-1, 1), r.Range(-1, 1), r.Range(0.3f, 1.5f), r.Range(0.1f, 0.6f), r.Chance(0.4f) ? r.Range(0.1f, 0.9f) : 0, 2 + r.Int(5));

    /// <summary>Factor and summand for a surface with that slope.</summary>
    public (float Shade, float Gloss) On(float gx, float gy)
    {
        float norm = 1 / MathF.Sqrt(gx * gx + gy * gy + 1);
        float shade = _ambient + (1 - _ambient) * 1.2f * MathF.Max(0, (gx * _lx + gy * _ly + _lz) * norm);
        if (_shine == 0)
            return (shade, 0);
        float gloss = MathF.Max(0, (gx * _hx + gy * _hy + _hz) * norm);
        for (int i = 0; i < _doublings; i++)
            gloss *= gloss;
        return (shade, _shine * gloss);
    }

    private static (float, float, float) Unit(float x, float y, float z)
    {
        float n = 1 / MathF.Sqrt(x * x + y * y + z * z);
        return (x * n, y * n, z * n);
    }
}
