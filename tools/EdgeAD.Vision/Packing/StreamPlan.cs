namespace EdgeAD.Vision.Packing;

/// <summary>How a network runs row by row in little memory: where each row lies while somebody needs it, and the order of the steps.</summary>
/// <param name="Places">Place of each tensor's rows in the arena; bytes, multiples of 16.</param>
/// <param name="Schedule">Steps: <see cref="InputStep"/>, <see cref="HeadStep"/>, or the index of the layer that computes its next row.</param>
/// <param name="ArenaBytes">Size of the arena.</param>
/// <param name="PeakBytes">Bytes of the rows alive at the step where they are most: the least that any plan of this schedule takes.</param>
public sealed record StreamPlan(IReadOnlyList<int[]> Places, byte[] Schedule, int ArenaBytes, int PeakBytes)
{
    /// <summary>Schedule step: take the next input row.</summary>
    public const byte InputStep = 0xFF;

    /// <summary>Schedule step: score the next row of cells.</summary>
    public const byte HeadStep = 0xFE;

    /// <summary>Most layers that the kernels accept.</summary>
    public const int MaxLayers = 192;

    /// <summary>Largest arena: places count 16 bytes in 16 bits.</summary>
    public const int MaxArena = 1 << 20;
}
