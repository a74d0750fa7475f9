namespace EdgeAD.Vision.Packing;

/// <summary>How a network runs row by row in little memory: line-buffer sizes, their places, and the order of the steps.</summary>
/// <param name="RingRows">Rows of each tensor that are kept.</param>
/// <param name="Offsets">Place of each tensor's line buffer in the arena; bytes, multiples of 16.</param>
/// <param name="Schedule">Steps: <see cref="InputStep"/>, <see cref="HeadStep"/>, or the index of the layer that computes its next row.</param>
/// <param name="ArenaBytes">Size of the arena.</param>
public sealed record StreamPlan(IReadOnlyList<int> RingRows, IReadOnlyList<int> Offsets, byte[] Schedule, int ArenaBytes)
{
    /// <summary>Schedule step: take the next input row.</summary>
    public const byte InputStep = 0xFF;

    /// <summary>Schedule step: score the next row of cells.</summary>
    public const byte HeadStep = 0xFE;

    /// <summary>Most layers that the kernels accept.</summary>
    public const int MaxLayers = 192;
}
