using EdgeAD.Vision.Search;

namespace EdgeAD.Vision.Reporting;

/// <summary>Quality against time of every configuration that a search has tried; the line joins those that nothing beats in both.</summary>
internal static class ParetoChart
{
    private const int Width = 720, Height = 380, Left = 60, Right = 20, Top = 20, Bottom = 44;

    /// <summary>Configurations that none is both faster and better than, from the fastest to the best.</summary>
    public static IReadOnlyList<RankedTrial> Front(IEnumerable<RankedTrial> trials)
    {
        var front = new List<RankedTrial>();
        foreach (RankedTrial trial in trials.OrderBy(t => t.Cost.Milliseconds).ThenByDescending(t => t.Objective))
        {
            if (front.Count == 0 || trial.Objective > front[^1].Objective)
                front.Add(trial);
        }

        return front;
    }

    public static string Svg(IReadOnlyList<RankedTrial> trials, RankedTrial chosen, string unit)
    {
        // On a logarithmic axis: a search spans a factor of ten and more.
        double Log(RankedTrial trial) => Math.Log10(Math.Max(trial.Cost.Milliseconds, 1e-3));
        (double low, double high) = (trials.Min(Log) - 0.05, trials.Max(Log) + 0.05);
        (double worst, double best) = (trials.Min(t => t.Objective), trials.Max(t => t.Objective));
        double margin = Math.Max(0.05 * (best - worst), 0.005);
        var x = new Axis(low, high, Left, Width - Right);
        var y = new Axis(worst - margin, best + margin, Height - Bottom, Top);
        var svg = new Xml();
        svg.Open("svg", ("viewBox", $"0 0 {Width} {Height}"), ("role", "img"), ("class", "chart"), ("aria-label", $"Quality against milliseconds of {trials.Count} configurations"));
        foreach (double tick in y.Ticks(6))
        {
            svg.Empty("line", ("class", "grid"), ("x1", Left), ("x2", Width - Right), ("y1", y.At(tick)), ("y2", y.At(tick)));
            svg.Element("text", Figures.Ratio(tick), ("class", "tick"), ("x", Left - 6), ("y", y.At(tick) + 4), ("text-anchor", "end"));
        }

        foreach (double milliseconds in TimeTicks(low, high))
        {
            double at = x.At(Math.Log10(milliseconds));
            svg.Empty("line", ("class", "grid"), ("x1", at), ("x2", at), ("y1", Top), ("y2", Height - Bottom));
            svg.Element("text", Xml.Number(milliseconds), ("class", "tick"), ("x", at), ("y", Height - Bottom + 16), ("text-anchor", "middle"));
        }

        string line = string.Join(' ', Front(trials).Select(t => $"{Xml.Number(x.At(Log(t)))},{Xml.Number(y.At(t.Objective))}"));
        svg.Empty("polyline", ("class", "curve"), ("points", line));
        foreach (RankedTrial trial in trials)
        {
            svg.Open("circle", ("class", trial == chosen ? "chosen" : "mark good"), ("cx", x.At(Log(trial))), ("cy", y.At(trial.Objective)), ("r", trial == chosen ? 7 : 3));
            svg.Element("title", $"{trial.Candidate.Key}: {Figures.Ratio(trial.Objective)}, {Figures.Milliseconds(trial.Cost.Milliseconds)}").Close();
        }

        svg.Element("text", "chosen", ("class", "label strong"), ("x", x.At(Log(chosen)) + 10), ("y", Math.Max(y.At(chosen.Objective) - 8, 12)));
        svg.Element("text", $"milliseconds per picture, {unit}", ("class", "label"), ("x", (Left + Width - Right) / 2), ("y", Height - 6), ("text-anchor", "middle"));
        svg.Element("text", "ranking score", ("class", "label"), ("x", 0), ("y", 0), ("text-anchor", "middle"), ("transform", $"translate(12 {(Top + Height - Bottom) / 2}) rotate(-90)"));
        return svg.Close().ToString();
    }

    /// <summary>Round numbers of milliseconds: 1, 2 and 5 of every power of ten; all digits where that leaves fewer than two.</summary>
    internal static IReadOnlyList<double> TimeTicks(double low, double high)
    {
        double[] Of(params int[] steps) =>
        [
            .. Enumerable.Range((int)Math.Floor(low), (int)Math.Floor(high) - (int)Math.Floor(low) + 1).SelectMany(power => steps.Select(step => step * Math.Pow(10, power)))
                .Where(tick => Math.Log10(tick) >= low && Math.Log10(tick) <= high),
        ];
        return Of(1, 2, 5) is { Length: > 1 } few ? few : Of(1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
}
