using System.Globalization;
using System.Text;
using EdgeAD.Vision;

namespace EdgeAD.Training.Backbones;

/// <summary>Loss over steps as CSV and as a picture.</summary>
internal sealed class TrainingLog
{
    private readonly List<(int Step, double Rate, double Loss, SortedDictionary<string, double> Parts)> _rows = [];

    public void Add(int step, double rate, double loss, SortedDictionary<string, double> parts) => _rows.Add((step, rate, loss, parts));

    public double FirstLoss => _rows.Count == 0 ? double.NaN : _rows[0].Loss;

    public double LastLoss => _rows.Count == 0 ? double.NaN : _rows[^1].Loss;

    public IReadOnlyDictionary<string, double> LastParts => _rows.Count == 0 ? new Dictionary<string, double>() : _rows[^1].Parts;

    public string ToCsv()
    {
        var csv = new StringBuilder();
        string[] names = [.. _rows.SelectMany(r => r.Parts.Keys).Distinct().Order(StringComparer.Ordinal)];
        csv.Append("step,rate,loss");
        foreach (string name in names)
            csv.Append(',').Append(name);
        csv.Append('\n');
        foreach ((int step, double rate, double loss, SortedDictionary<string, double> parts) in _rows)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{step},{rate:G6},{loss:R}");
            foreach (string name in names)
                csv.Append(',').Append(parts.TryGetValue(name, out double v) ? v.ToString("R", CultureInfo.InvariantCulture) : "");
            csv.Append('\n');
        }

        return csv.ToString();
    }

    public static TrainingLog FromCsv(string csv)
    {
        var log = new TrainingLog();
        string[] lines = csv.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] names = lines.Length > 0 ? lines[0].Split(',') : [];
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            var parts = new SortedDictionary<string, double>(StringComparer.Ordinal);
            for (int i = 3; i < cells.Length; i++)
            {
                if (cells[i].Length > 0)
                    parts[names[i]] = double.Parse(cells[i], CultureInfo.InvariantCulture);
            }

            log.Add(int.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture), double.Parse(cells[2], CultureInfo.InvariantCulture), parts);
        }

        return log;
    }

    /// <summary>Writes <c>loss.csv</c> and <c>loss.png</c> into the folder.</summary>
    public void Write(string folder)
    {
        AtomicFile.Write(Path.Combine(folder, "loss.csv"), s => s.Write(Encoding.UTF8.GetBytes(ToCsv())));
        var plot = new ScottPlot.Plot();
        double[] steps = _rows.Select(r => (double)r.Step).ToArray();
        void Curve(string name, Func<int, double> at, float width)
        {
            (double X, double Y)[] points = steps.Select((x, i) => (x, at(i))).Where(p => p.Item2 > 0).Select(p => (p.x, Math.Log10(p.Item2))).ToArray();
            if (points.Length == 0)
                return;
            var line = plot.Add.ScatterLine(points.Select(p => p.X).ToArray(), points.Select(p => p.Y).ToArray());
            (line.LegendText, line.LineWidth) = (name, width);
        }

        Curve("loss", i => _rows[i].Loss, 3);
        foreach (string name in _rows.SelectMany(r => r.Parts.Keys).Distinct().Order(StringComparer.Ordinal))
            Curve(name, i => _rows[i].Parts.GetValueOrDefault(name), 1);
        plot.XLabel("step");
        plot.YLabel("log10 of the loss");
        plot.ShowLegend(ScottPlot.Edge.Right);
        byte[] png = plot.GetImage(1100, 600).GetImageBytes(ScottPlot.ImageFormat.Png);
        AtomicFile.Write(Path.Combine(folder, "loss.png"), s => s.Write(png));
    }
}
