namespace EdgeAD.Vision.Backbones;

/// <summary>One layer as <c>edgead backbone info</c> shows it.</summary>
/// <param name="Name">Name; also what <c>--cut</c> takes.</param>
/// <param name="Op">Operator.</param>
/// <param name="Side">Rows and columns of its map.</param>
/// <param name="Channels">Channels of its map.</param>
/// <param name="Activation">Applied to the result.</param>
/// <param name="Stride">Picture pixels per cell.</param>
/// <param name="ReceptiveField">Side of the picture area one cell sees, in pixels.</param>
/// <param name="Macs">Multiply-accumulates of the layer.</param>
/// <param name="MacsUpToHere">Multiply-accumulates of the layer and all before it.</param>
/// <param name="Int8Bytes">Bytes of its int8 weights and int32 biases.</param>
/// <param name="CutPoint">Whether it makes sense as a cut.</param>
public sealed record LayerSummary(
    string Name, LayerOp Op, int Side, int Channels, Activation Activation, int Stride, int ReceptiveField, long Macs, long MacsUpToHere, long Int8Bytes, bool CutPoint);
