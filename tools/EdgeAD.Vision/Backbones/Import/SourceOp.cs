namespace EdgeAD.Vision.Backbones.Import;

/// <summary>What an operator of a foreign graph means to us.</summary>
internal enum SourceOp
{
    /// <summary>The picture.</summary>
    Input,

    /// <summary>Convolution with its weights.</summary>
    Convolution,

    /// <summary>Per-channel scale and offset: batch norm, or arithmetic with constants.</summary>
    Affine,

    /// <summary>ReLU or ReLU6.</summary>
    Activation,

    /// <summary>Sum of two maps.</summary>
    Add,

    /// <summary>Zero padding at the edges.</summary>
    Pad,

    /// <summary>No effect at inference: dropout, quantise/dequantise, layout changes.</summary>
    Identity,

    /// <summary>Where the classifier begins (pooling, flatten, dense, softmax); everything after it is ignored.</summary>
    Head,

    /// <summary>Nothing a backbone can hold.</summary>
    Unknown,
}
