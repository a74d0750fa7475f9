namespace EdgeAD.Vision.Backbones;

/// <summary>The operators a backbone is made of; the kernels execute exactly these.</summary>
public enum LayerOp
{
    /// <summary>Dense 3x3 convolution, weights <c>[out][in][3][3]</c>; the stem.</summary>
    Conv3x3,

    /// <summary>Depthwise 3x3 convolution, weights <c>[out][1][3][3]</c>.</summary>
    Depthwise3x3,

    /// <summary>1x1 convolution, weights <c>[out][in][1][1]</c>.</summary>
    Pointwise,

    /// <summary>Element-wise sum of two inputs of one shape; no weights.</summary>
    Add,
}
