using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>A damaged picture of a good part.</summary>
/// <param name="Picture">The picture; equal to the good one outside of the mask.</param>
/// <param name="Mask">Pixels that differ visibly.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Difficulty">How hard it is to see.</param>
public sealed record SyntheticPicture(Picture Picture, Mask Mask, SyntheticKind Kind, Difficulty Difficulty);
