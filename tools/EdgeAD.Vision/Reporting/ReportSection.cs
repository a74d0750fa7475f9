namespace EdgeAD.Vision.Reporting;

/// <summary>A further section of a report.</summary>
/// <param name="Title">Heading, plain text.</param>
/// <param name="Html">Content; sound HTML without references to anything outside.</param>
public sealed record ReportSection(string Title, string Html);
