using EdgeAD.Vision.Experiments;

namespace EdgeAD.Vision.Search;

/// <summary>A configuration with what the search found out about it.</summary>
/// <param name="Candidate">The configuration.</param>
/// <param name="Stage"><c>screen</c> or <c>refine</c>.</param>
/// <param name="Cost">What it needs.</param>
/// <param name="Objective">What the search ranks by; larger is better. See <see cref="Search.Objective"/>.</param>
/// <param name="Metrics">Everything measured.</param>
public sealed record RankedTrial(Candidate Candidate, string Stage, CandidateCost Cost, double Objective, IReadOnlyDictionary<string, double> Metrics);
