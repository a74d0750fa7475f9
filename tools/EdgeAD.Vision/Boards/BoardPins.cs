namespace EdgeAD.Vision.Boards;

/// <summary>GPIOs outside the camera.</summary>
/// <param name="Free">Those that a user can reach and nothing on the board needs.</param>
/// <param name="Shared">Free ones that also lead to something on the board.</param>
/// <param name="Strapping">Those whose level at reset decides how the chip starts.</param>
public sealed record BoardPins(IReadOnlyList<int> Free, IReadOnlyList<SharedPin> Shared, IReadOnlyList<StrappingPin> Strapping);
