namespace EdgeAD.Vision.Boards;

/// <summary>Something that <see cref="BoardCheck"/> has to say about a board.</summary>
/// <param name="Severity">An error makes the board unusable.</param>
/// <param name="Text">One sentence.</param>
public sealed record BoardFinding(FindingSeverity Severity, string Text);
