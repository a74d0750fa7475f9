namespace EdgeAD.Vision.Backbones;

/// <summary>Weights of one layer with batch norm folded in.</summary>
/// <param name="Weight">PyTorch layout, see <see cref="BackboneLayer.WeightShape"/>.</param>
/// <param name="Bias"><c>[out]</c>, zeros where the source has none.</param>
public sealed record LayerWeights(float[] Weight, float[] Bias);
