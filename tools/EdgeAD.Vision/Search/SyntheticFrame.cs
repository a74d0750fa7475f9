using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Synthesis;

namespace EdgeAD.Vision.Search;

/// <summary>A synthetic defect on one of the good pictures of a search.</summary>
/// <param name="Frame">The damaged picture.</param>
/// <param name="Good">Index of the good picture below it.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Difficulty">How hard it is to see.</param>
internal sealed record SyntheticFrame(Frame Frame, int Good, SyntheticKind Kind, Difficulty Difficulty);
