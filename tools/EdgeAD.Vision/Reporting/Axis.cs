namespace EdgeAD.Vision.Reporting;

/// <summary>A linear axis of a chart with ticks at round numbers.</summary>
internal sealed class Axis(double low, double high, double start, double end)
{
    /// <summary>Place of a value on the page.</summary>
    public double At(double value) => start + (value - low) / (high - low) * (end - start);

    /// <summary>Round numbers within the axis, about <paramref name="count"/> of them.</summary>
    public IEnumerable<double> Ticks(int count)
    {
        double raw = (high - low) / Math.Max(1, count);
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = power * ((raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (double tick = Math.Ceiling(low / step - 1e-9) * step; tick <= high + step * 1e-9; tick += step)
            yield return Math.Abs(tick) < step * 1e-9 ? 0 : tick;
    }
}
