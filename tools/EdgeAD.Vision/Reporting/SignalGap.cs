namespace EdgeAD.Vision.Reporting;

/// <summary>A pulse that is missing: its outline is drawn where it would have been, and explained below the chart.</summary>
/// <param name="Signal">Name of the trace.</param>
/// <param name="From">Seconds.</param>
/// <param name="To">Seconds.</param>
/// <param name="Meaning">Words for the legend; the same words stand there once.</param>
public sealed record SignalGap(string Signal, double From, double To, string Meaning);
