namespace EdgeAD.Vision.Backbones.Import;

/// <summary>One operator of a foreign graph, independent of the file format. Nodes come in execution order.</summary>
/// <param name="Name">Name in the source; also the name of the value it makes.</param>
/// <param name="Operator">The source's word for the operator, for messages.</param>
/// <param name="Op">What it means here.</param>
/// <param name="Inputs">Names of the values it reads.</param>
internal sealed record SourceNode(string Name, string Operator, SourceOp Op, params IReadOnlyList<string> Inputs)
{
    /// <summary>Convolution weights, <c>[out][in / groups][k][k]</c>.</summary>
    public float[] Weight { get; init; } = [];

    /// <summary>Convolution bias <c>[out]</c>, or null.</summary>
    public float[]? Bias { get; init; }

    /// <summary>Kernel side; only square ones are understood.</summary>
    public int Kernel { get; init; } = 1;

    /// <summary>Stride along both axes.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>1 for dense, the number of input channels for depthwise convolution.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Output channels of a convolution.</summary>
    public int OutChannels { get; init; }

    /// <summary>TensorFlow SAME instead of <see cref="Pads"/>.</summary>
    public bool Same { get; init; }

    /// <summary>Explicit padding: top, left, bottom, right.</summary>
    public (int Top, int Left, int Bottom, int Right) Pads { get; init; }

    /// <summary>Factor per channel (one value: for all), of <see cref="SourceOp.Affine"/>.</summary>
    public float[] Scale { get; init; } = [];

    /// <summary>Summand per channel (one value: for all), of <see cref="SourceOp.Affine"/>.</summary>
    public float[] Offset { get; init; } = [];

    /// <summary>Which activation, of <see cref="SourceOp.Activation"/>; or one fused into a convolution or sum.</summary>
    public Activation Activation { get; init; }

    /// <summary>Channels of the picture, of <see cref="SourceOp.Input"/>.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>Side of the picture, of <see cref="SourceOp.Input"/>; 0 when the source leaves it open.</summary>
    public int Size { get; init; }
}
