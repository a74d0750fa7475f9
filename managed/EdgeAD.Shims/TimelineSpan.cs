namespace EdgeAD.Shims;

/// <summary>A length of time that a diagram points out under a signal.</summary>
/// <param name="Signal">Signal under which it is drawn.</param>
/// <param name="Label">Its name.</param>
/// <param name="From">Start in microseconds.</param>
/// <param name="To">End in microseconds.</param>
public sealed record TimelineSpan(string Signal, string Label, long From, long To);
