namespace EdgeAD.Vision.Backbones;

/// <summary>One layer of a backbone's graph; layers stand in execution order.</summary>
/// <param name="Name">Unique name; MobileNets carry the names of keras-applications.</param>
/// <param name="Op">Operator.</param>
/// <param name="Inputs">Names of earlier layers, or <c>input</c> for the preprocessed picture; two for <see cref="LayerOp.Add"/>, else one.</param>
/// <param name="InChannels">Channels read.</param>
/// <param name="OutChannels">Channels written.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Padding">Meaningful for 3x3 windows.</param>
/// <param name="Activation">Applied to the result.</param>
public sealed record BackboneLayer(
    string Name,
    LayerOp Op,
    IReadOnlyList<string> Inputs,
    int InChannels,
    int OutChannels,
    int Stride,
    Padding Padding,
    Activation Activation)
{
    /// <summary>The name by which a layer refers to the preprocessed picture.</summary>
    public const string PictureInput = "input";

    /// <summary>Weights of the layer without bias (0 for Add).</summary>
    public int WeightCount => Op switch
    {
        LayerOp.Conv3x3 => OutChannels * InChannels * 9,
        LayerOp.Depthwise3x3 => OutChannels * 9,
        LayerOp.Pointwise => OutChannels * InChannels,
        _ => 0,
    };

    /// <summary>Weights that one output channel sums over.</summary>
    public int FanIn => Op == LayerOp.Add ? 0 : WeightCount / OutChannels;

    /// <summary>Shape of the weight tensor in PyTorch's layout.</summary>
    public IReadOnlyList<int> WeightShape => Op switch
    {
        LayerOp.Conv3x3 => [OutChannels, InChannels, 3, 3],
        LayerOp.Depthwise3x3 => [OutChannels, 1, 3, 3],
        LayerOp.Pointwise => [OutChannels, InChannels, 1, 1],
        _ => [],
    };

    /// <summary>Height (or width) of the result for an input of that size.</summary>
    public int OutputSize(int size) => Stride == 1 ? size : (size + 1) / 2;
}
