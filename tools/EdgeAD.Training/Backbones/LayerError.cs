namespace EdgeAD.Training.Backbones;

/// <summary>Error of a layer's int8 map.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="RelativeError">Root mean square of int8 minus float, over the standard deviation of the float map.</param>
public readonly record struct LayerError(string Layer, double RelativeError);
