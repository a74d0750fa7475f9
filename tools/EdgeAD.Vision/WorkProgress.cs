namespace EdgeAD.Vision;

/// <summary>How far a long operation has come.</summary>
/// <param name="Stage">What is being done, e.g. <c>features</c>.</param>
/// <param name="Done">Units finished, 0..<paramref name="Total"/>.</param>
/// <param name="Total">Units in all.</param>
public readonly record struct WorkProgress(string Stage, double Done, double Total);
