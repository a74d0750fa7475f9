using EdgeAD.Vision.Evaluation;

namespace EdgeAD.Vision.Reporting;

/// <summary>Scores of good pictures upwards, of defects downwards, with the threshold between keeping and rejecting.</summary>
internal static class ScoreHistogram
{
    private const int Width = 640;
    private const int Height = 320;
    private const int Left = 40;
    private const int Right = 16;
    private const int Top = 30;
    private const int Bottom = 40;
    private const int Bins = 44;

    public static string Svg(EvaluationResult result)
    {
        float[] scores = [.. result.Pictures.Select(p => p.Score.Image).Where(float.IsFinite)];
        (double low, double high, bool clipped) = Range(scores, result.Threshold);
        int[] good = Count(result, isGood: true, low, high);
        int[] bad = Count(result, isGood: false, low, high);
        int peakUp = Math.Max(1, good.Max());
        int peakDown = Math.Max(1, bad.Max());
        double middle = Top + (double)(Height - Top - Bottom) * peakUp / (peakUp + peakDown);
        var x = new Axis(low, high, Left, Width - Right);
        double unit = (double)(Height - Top - Bottom) / (peakUp + peakDown);

        var svg = new Xml();
        svg.Open("svg", ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("class", "chart"),
            ("aria-label", $"Histogram of scores: {result.Good} good pictures, {result.Defects} pictures of defects, threshold {Figures.Score(result.Threshold)}"));
        svg.Empty("rect", ("class", "reject-zone"), ("x", x.At(result.Threshold)), ("y", Top), ("width", Width - Right - x.At(result.Threshold)),
            ("height", Height - Top - Bottom));
        Counts(svg, middle, unit, peakUp, peakDown);
        Bars(svg, x, low, high, good, i => (middle - good[i] * unit, good[i] * unit), "good");
        Bars(svg, x, low, high, bad, i => (middle, bad[i] * unit), "bad");
        svg.Empty("line", ("class", "axis"), ("x1", Left), ("x2", Width - Right), ("y1", middle), ("y2", middle));
        foreach (double tick in x.Ticks(8))
        {
            svg.Element("text", Xml.Number(tick), ("class", "tick"), ("x", x.At(tick)), ("y", Height - Bottom + 16), ("text-anchor", "middle"));
            svg.Empty("line", ("class", "axis"), ("x1", x.At(tick)), ("x2", x.At(tick)), ("y1", Height - Bottom), ("y2", Height - Bottom + 4));
        }
        svg.Element("text", clipped ? "image score (the last bar holds everything beyond)" : "image score", ("class", "label"),
            ("x", Width - Right), ("y", Height - 6), ("text-anchor", "end"));
        Threshold(svg, x.At(result.Threshold), result.Threshold);
        svg.Element("text", "\u25b2 good", ("class", "name good"), ("x", Left), ("y", Height - 6));
        svg.Element("text", "\u25bc defects", ("class", "name bad"), ("x", Left + 58), ("y", Height - 6));
        return svg.Close().ToString();
    }

    // A few very high scores must not squeeze everything else into one bar.
    private static (double Low, double High, bool Clipped) Range(float[] scores, float threshold)
    {
        double low = scores.Append(threshold).Min();
        double high = scores.Append(threshold).Max();
        double body = Math.Max(threshold - low, 0.1);
        double limit = threshold + 4 * body;
        bool clipped = high > limit + body;
        if (clipped)
            high = limit;
        double margin = Math.Max(0.03 * (high - low), 0.05);
        return (low - margin, high + margin, clipped);
    }

    private static int[] Count(EvaluationResult result, bool isGood, double low, double high)
    {
        var counts = new int[Bins];
        foreach (PictureResult picture in result.Pictures.Where(p => p.Sample.IsGood == isGood))
        {
            double place = (picture.Score.Image - low) / (high - low) * Bins;
            counts[double.IsNaN(place) ? Bins - 1 : (int)Math.Clamp(place, 0, Bins - 1)]++;
        }
        return counts;
    }

    private static void Counts(Xml svg, double middle, double unit, int peakUp, int peakDown)
    {
        double step = new Axis(0, peakUp + peakDown, 0, 1).Ticks(6).FirstOrDefault(t => t >= 1, 1);
        for (double count = -Math.Floor(peakDown / step) * step; count <= peakUp; count += step)
        {
            double y = middle - count * unit;
            svg.Empty("line", ("class", "grid"), ("x1", Left), ("x2", Width - Right), ("y1", y), ("y2", y));
            svg.Element("text", Xml.Number(Math.Abs(count)), ("class", "tick"), ("x", Left - 6), ("y", y + 4), ("text-anchor", "end"));
        }
    }

    private static void Bars(Xml svg, Axis x, double low, double high, int[] counts, Func<int, (double Y, double Height)> bar, string kind)
    {
        double width = (x.At(high) - x.At(low)) / Bins;
        for (int i = 0; i < Bins; i++)
        {
            if (counts[i] == 0)
                continue;
            (double y, double height) = bar(i);
            svg.Open("rect", ("class", $"bar {kind}"), ("x", x.At(low) + i * width + 0.75), ("y", y), ("width", width - 1.5), ("height", height));
            svg.Element("title", $"{counts[i]} from {Xml.Number(low + i * (high - low) / Bins)} to {Xml.Number(low + (i + 1) * (high - low) / Bins)}");
            svg.Close();
        }
    }

    private static void Threshold(Xml svg, double x, float threshold)
    {
        svg.Empty("line", ("class", "threshold"), ("x1", x), ("x2", x), ("y1", Top - 6), ("y2", Height - Bottom));
        bool nearLeft = x < 170;
        svg.Element("text", $"threshold {Figures.Score(threshold)}", ("class", "label strong"), ("x", nearLeft ? x + 6 : x - 6), ("y", Top - 12),
            ("text-anchor", nearLeft ? "start" : "end"));
        if (!nearLeft && x < Width - Right - 70)
            svg.Element("text", "rejected \u2192", ("class", "label"), ("x", x + 6), ("y", Top - 12));
    }
}
