namespace EdgeAD.Vision.Bench;

/// <summary>A good part in the test pictures of a case.</summary>
/// <param name="Part">Its name.</param>
/// <param name="Pictures">Pictures of it.</param>
/// <param name="Rejects">How many of them were rejected.</param>
public sealed record GoodPart(string Part, int Pictures, int Rejects);
