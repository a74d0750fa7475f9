using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Rendering;

/// <summary>A rendered photograph.</summary>
/// <param name="Picture">The pixels before JPEG compression.</param>
/// <param name="Mask">Where the defect is; null for a good part.</param>
/// <param name="JpegQuality">Quality the camera saves it with.</param>
public sealed record RenderedPicture(Picture Picture, Mask? Mask, int JpegQuality);
