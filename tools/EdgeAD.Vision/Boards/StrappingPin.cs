namespace EdgeAD.Vision.Boards;

/// <summary>A GPIO whose level at reset decides how the chip starts.</summary>
public sealed record StrappingPin(int Gpio, string Warning);
