namespace EdgeAD.Vision.Reporting;

/// <summary>One digital signal over time, low at the start.</summary>
/// <param name="Name">Name beside the line.</param>
/// <param name="Kind">Style: <c>good</c>, <c>bad</c>, <c>wrong</c> or empty for neutral.</param>
/// <param name="Edges">Changes in order of time: seconds and the level after it.</param>
public sealed record SignalTrace(string Name, string Kind, IReadOnlyList<(double Time, bool Level)> Edges);
