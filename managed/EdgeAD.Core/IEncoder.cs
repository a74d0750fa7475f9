namespace EdgeAD.Core;

/// <summary>Where the conveyor is.</summary>
public interface IEncoder
{
    /// <summary>Quadrature counts since start, four per period; rises while the belt runs from the camera to the rejector.</summary>
    long Count { get; }
}
