using System.Globalization;
using System.Text;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Reporting;

namespace EdgeAD.Vision.Cost;

/// <summary>How far the cost model is off on models that it was not fitted to: every model is left out once. Relative errors without sign.</summary>
/// <param name="Target">Target.</param>
/// <param name="Table">Operators.</param>
/// <param name="Models">Models counted.</param>
/// <param name="Layers">Layers counted.</param>
/// <param name="Median">Median over the models, whole camera frames.</param>
/// <param name="Percentile90">Nine of ten models are within it.</param>
/// <param name="Largest">All are within it.</param>
/// <param name="LayerMedian">Median over single layers.</param>
/// <param name="MemoryLargest">Working memory of all models is within it.</param>
/// <param name="CodeBytes">Code of the library.</param>
/// <param name="DefaultInstructions">Counted for a camera frame of the default network.</param>
public sealed record CostErrors(
    string Target, string Table, int Models, int Layers, double Median, double Percentile90, double Largest, double LayerMedian, double MemoryLargest, long CodeBytes, double DefaultInstructions)
{
    /// <summary>Cross-validates the counts of a target.</summary>
    public static CostErrors Of(TargetCounts counts)
    {
        double[] frames = [.. CostModel.CrossValidate(counts.Samples, counts.Conversions).Select(Math.Abs).Order()];
        double[] layers = [.. counts.Samples.SelectMany((s, i) =>
        {
            CostModel others = CostModel.Without(counts.Samples, i, counts.Conversions);
            return s.Shape.Layers.Select(l => Math.Abs((others.Layer(l) / l.Value) - 1));
        }).Order()];
        return new CostErrors(counts.Target, counts.Table, frames.Length, layers.Length, frames[frames.Length / 2], frames[Math.Min(frames.Length - 1, frames.Length * 9 / 10)], frames[^1],
            layers[layers.Length / 2], CostModel.CrossValidateMemory(counts.Samples).Max(Math.Abs), counts.CodeBytes, counts.Samples[0].Camera);
    }

    /// <summary>The table for docs/performance.md.</summary>
    public static string Markdown(IReadOnlyList<CostErrors> errors)
    {
        var text = new StringBuilder("| target | operators | models | layers | median error of a frame | nine of ten within | all within | median error of a layer | memory, all within | code | default network, camera frame |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (CostErrors e in errors)
            text.Append(CultureInfo.InvariantCulture, $"| {e.Target} | {(e.Table == TableFigures.Plain ? "reference C" : e.Table)} | {e.Models} | {e.Layers} | {Figures.Percent(e.Median)} | {Figures.Percent(e.Percentile90)} | {Figures.Percent(e.Largest)} | {Figures.Percent(e.LayerMedian)} | {Figures.Percent(e.MemoryLargest)} | {Figures.Bytes(e.CodeBytes)} | {e.DefaultInstructions / 1e6:0.00} M |\n");
        return text.ToString();
    }
}
