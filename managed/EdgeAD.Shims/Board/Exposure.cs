namespace EdgeAD.Shims;

/// <summary>What happens to one order of an exposure.</summary>
/// <param name="Judgement">What the engine will say.</param>
/// <param name="Fault">What goes wrong.</param>
/// <param name="Late">Microseconds that the exposure, or with <see cref="PartFault.LateJudgement"/> the judgement, comes late.</param>
public readonly record struct Exposure(Judgement Judgement, PartFault Fault = PartFault.None, long Late = 0);
