namespace EdgeAD.Vision.Boards;

/// <summary>Flash memory.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Layout">Name of its partition table, see <see cref="FlashLayout"/>.</param>
public sealed record BoardFlash(long Bytes, string Layout);
