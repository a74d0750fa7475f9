namespace EdgeAD.Vision.Backbones;

/// <summary>What is applied to a layer's result before it is handed on.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>max(0, x)</c>.</summary>
    Relu,

    /// <summary><c>min(6, max(0, x))</c>.</summary>
    Relu6,
}
