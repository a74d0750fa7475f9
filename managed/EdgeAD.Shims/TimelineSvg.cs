using System.Globalization;
using System.Security;
using System.Text;

namespace EdgeAD.Shims;

/// <summary>Draws recorded edges as a timing diagram: one lane per signal, an axis in milliseconds, readable on light and dark pages.</summary>
/// <remarks>The same edges and options give the same bytes on every system.</remarks>
public static class TimelineSvg
{
    private const int Left = 92;
    private const int Right = 16;
    private const int Top = 34;
    private const int Lane = 30;
    private const int Swing = 16;
    private const int SpanRow = 19;
    private const int Axis = 34;

    private const string Style =
        """
          <style>
            text { font: 12px system-ui, sans-serif; fill: #3d444d; }
            .title { font-weight: 600; font-size: 13px; }
            .signal { text-anchor: end; font-weight: 600; }
            .tick, .label { text-anchor: middle; font-size: 11px; }
            .after { text-anchor: start; font-size: 11px; }
            .grid { stroke: #8b949e; stroke-opacity: .3; }
            .wave { fill: none; stroke-width: 1.6; }
            .input { stroke: #6e7781; }
            .output { stroke: #0969da; }
            .alarm { stroke: #cf4a22; }
            .span { stroke: #6e7781; stroke-width: 1; }
            @media (prefers-color-scheme: dark) {
              text { fill: #c9d1d9; }
              .input, .span { stroke: #9da7b1; }
              .output { stroke: #58a6ff; }
              .alarm { stroke: #ff8b67; }
            }
          </style>

        """;

    /// <summary>Draws a diagram.</summary>
    /// <param name="edges">Recorded edges, in order; signals start low.</param>
    /// <param name="options">What to show.</param>
    /// <returns>An SVG document with line feeds.</returns>
    public static string Draw(IReadOnlyList<Edge> edges, TimelineOptions options)
    {
        if (options.To <= options.From)
            throw new ArgumentException("A diagram must end after it begins.", nameof(options));

        var lanes = Lanes(options);
        int bottom = lanes.Count == 0 ? Top : lanes[^1].Bottom;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{options.Width}\" height=\"{bottom + Axis}\" viewBox=\"0 0 {options.Width} {bottom + Axis}\" role=\"img\">");
        Line(svg, $"  <title>{Text(options.Title)}</title>");
        svg.Append(Style.ReplaceLineEndings("\n"));
        Line(svg, $"  <text class=\"title\" x=\"{Left}\" y=\"18\">{Text(options.Title)}</text>");
        DrawAxis(svg, options, bottom);
        foreach (var (signal, top, _) in lanes)
        {
            DrawWave(svg, edges, options, signal, top);
            DrawSpans(svg, options, signal, top + Lane);
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static List<(string Signal, int Top, int Bottom)> Lanes(TimelineOptions options)
    {
        var lanes = new List<(string, int, int)>();
        int y = Top;
        foreach (string signal in options.Signals)
        {
            int bottom = y + Lane + SpanRow * options.Spans.Count(span => span.Signal == signal);
            lanes.Add((signal, y, bottom));
            y = bottom;
        }

        return lanes;
    }

    private static void DrawAxis(StringBuilder svg, TimelineOptions options, int bottom)
    {
        long step = Tick(options.To - options.From);
        for (long time = (options.From + step - 1) / step * step; time <= options.To; time += step)
        {
            string x = X(options, time);
            Line(svg, $"  <path class=\"grid\" d=\"M{x} {Top - 4}V{bottom + 4}\"/>");
            Line(svg, $"  <text class=\"tick\" x=\"{x}\" y=\"{bottom + 18}\">{time / 1000.0}</text>");
        }

        Line(svg, $"  <text class=\"signal\" x=\"{Left - 12}\" y=\"{bottom + 18}\">ms</text>");
    }

    private static void DrawWave(StringBuilder svg, IReadOnlyList<Edge> edges, TimelineOptions options, string signal, int top)
    {
        int low = top + Lane - 6;
        int high = low - Swing;
        bool level = new SignalHistory(edges, signal).At(options.From, out _, out _);
        var path = new StringBuilder($"M{X(options, options.From)} {(level ? high : low)}");
        foreach (var edge in edges)
        {
            if (edge.Signal == signal && edge.Time > options.From && edge.Time <= options.To)
                path.Append(CultureInfo.InvariantCulture, $"H{X(options, edge.Time)}V{(edge.Level ? high : low)}");
        }

        path.Append(CultureInfo.InvariantCulture, $"H{X(options, options.To)}");
        Line(svg, $"  <text class=\"signal\" x=\"{Left - 12}\" y=\"{low - 3}\">{Text(signal)}</text>");
        Line(svg, $"  <path class=\"wave {Kind(signal)}\" d=\"{path}\"/>");
    }

    private static void DrawSpans(StringBuilder svg, TimelineOptions options, string signal, int top)
    {
        const double letter = 6.2;
        int y = top + 4;
        foreach (var span in options.Spans.Where(span => span.Signal == signal))
        {
            string from = X(options, span.From);
            string to = X(options, span.To);
            Line(svg, $"  <path class=\"span\" d=\"M{from} {y - 4}V{y + 4}M{to} {y - 4}V{y + 4}M{from} {y}H{to}\"/>");
            bool inside = Position(options, span.To) - Position(options, span.From) > span.Label.Length * letter + 8;
            if (inside)
                Line(svg, $"  <text class=\"label\" x=\"{X(options, (span.From + span.To) / 2)}\" y=\"{y + 13}\">{Text(span.Label)}</text>");
            else
                Line(svg, $"  <text class=\"after\" x=\"{Number(Position(options, span.To) + 6)}\" y=\"{y + 4}\">{Text(span.Label)}</text>");
            y += SpanRow;
        }
    }

    private static string Kind(string signal) => signal switch
    {
        SignalNames.Trigger or SignalNames.Reset or SignalNames.Acknowledge or SignalNames.Exposure => "input",
        SignalNames.Ng or SignalNames.Error or SignalNames.Reject => "alarm",
        _ => "output",
    };

    /// <summary>1, 2 or 5 times a power of ten microseconds, about ten to a diagram.</summary>
    private static long Tick(long length)
    {
        long step = 1;
        while (true)
        {
            foreach (long nice in new[] { step, 2 * step, 5 * step })
            {
                if (length <= nice * 12)
                    return nice;
            }

            step *= 10;
        }
    }

    private static double Position(TimelineOptions options, long time) =>
        Left + (double)(time - options.From) / (options.To - options.From) * (options.Width - Left - Right);

    private static string X(TimelineOptions options, long time) => Number(Position(options, time));

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(string text) => SecurityElement.Escape(text);

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
