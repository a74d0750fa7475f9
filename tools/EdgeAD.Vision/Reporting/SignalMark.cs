namespace EdgeAD.Vision.Reporting;

/// <summary>A moment worth a label above the signals.</summary>
/// <param name="Time">Seconds.</param>
/// <param name="Text">A word.</param>
/// <param name="Kind">Style: <c>good</c>, <c>bad</c>, <c>wrong</c> or empty.</param>
public sealed record SignalMark(double Time, string Text, string Kind);
