namespace EdgeAD.Vision.Synthesis;

/// <summary>What <see cref="DatasetSynthesizer"/> has written.</summary>
/// <param name="TrainGood">Good pictures to learn from, further views included.</param>
/// <param name="TestGood">Held-out good pictures, which the defects were made on.</param>
/// <param name="Defects">Pictures with a synthetic defect and its mask.</param>
/// <param name="Skipped">Defects that would not have shown and were left out.</param>
/// <param name="Symmetries">Flips and turns that the further views use.</param>
public sealed record SynthesisResult(int TrainGood, int TestGood, int Defects, int Skipped, IReadOnlyList<string> Symmetries);
