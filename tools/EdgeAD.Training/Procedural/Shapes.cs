namespace EdgeAD.Training.Procedural;

/// <summary>Outlines as signed distance-like functions of x and y in pixels: below 0 is inside.</summary>
internal static class Shapes
{
    public static Func<float, float, float> Any(PictureRandom r, float cx, float cy, float radius)
    {
        (float sin, float cos) = MathF.SinCos(r.Range(0, MathF.Tau));
        float aspect = r.Chance(0.5f) ? 1 : r.Range(0.25f, 1), round = r.Range(0, 0.5f);
        int kind = r.Int(6), corners = 3 + r.Int(6);
        float wobble = r.Range(0, 0.35f), phase = r.Range(0, MathF.Tau), second = r.Range(0, MathF.Tau), hole = r.Chance(0.2f) ? r.Range(0.2f, 0.7f) : 0;
        return (px, py) =>
        {
            float dx = px - cx, dy = py - cy, x = dx * cos + dy * sin, y = (dy * cos - dx * sin) / aspect;
            float d;
            switch (kind)
            {
                case 0:
                    d = MathF.Sqrt(x * x + y * y) - radius;
                    break;
                case 1:
                    float bx = MathF.Max(MathF.Abs(x) - radius * (1 - round), 0), by = MathF.Max(MathF.Abs(y) - radius * (1 - round), 0);
                    d = MathF.Sqrt(bx * bx + by * by) - radius * round;
                    break;
                case 2:
                    float sector = MathF.Tau / corners, a = MathF.Atan2(y, x) + phase;
                    a -= sector * MathF.Round(a / sector);
                    d = MathF.Sqrt(x * x + y * y) * MathF.Cos(a) - radius * 0.85f;
                    break;
                case 3:
                    float t = MathF.Atan2(y, x);
                    d = MathF.Sqrt(x * x + y * y) - radius * (1 + wobble * MathF.Sin(corners * t + phase) + 0.5f * wobble * MathF.Sin((corners + 2) * t + second));
                    break;
                case 4:
                    d = MathF.Max(MathF.Abs(x) - radius, MathF.Abs(y) - radius * (0.08f + 0.3f * round));
                    break;
                default:
                    float star = MathF.Atan2(y, x) * corners;
                    d = MathF.Sqrt(x * x + y * y) - radius * (0.7f + 0.3f * MathF.Asin(MathF.Sin(star + phase)) * 2 / MathF.PI);
                    break;
            }

            return hole == 0 ? d : MathF.Max(d, hole * radius - MathF.Sqrt(x * x + y * y));
        };
    }
}
