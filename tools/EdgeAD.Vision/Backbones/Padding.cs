namespace EdgeAD.Vision.Backbones;

/// <summary>How a 3x3 window is laid over the edge; padding holds the value 0 after preprocessing.</summary>
public enum Padding
{
    /// <summary>TensorFlow's SAME: output is <c>ceil(size / stride)</c>; with stride 2 and an even size only the bottom/right gets one.</summary>
    Same,

    /// <summary>One on every side (PyTorch's <c>padding=1</c>).</summary>
    Symmetric,
}
