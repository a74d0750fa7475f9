using EdgeAD.Native;

namespace EdgeAD.Shims;

/// <summary>A picture as the camera delivers it.</summary>
/// <param name="Pixels">Rows from top to bottom without padding.</param>
/// <param name="Format">How the pixels are stored.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public sealed record SimulatedFrame(byte[] Pixels, PixelFormat Format, int Width, int Height);
