namespace EdgeAD.Vision.Cost;

/// <summary>One model counted on a target, part by part.</summary>
/// <param name="Name">Name in <see cref="CostSweep"/>.</param>
/// <param name="Shape">The model; values of its layers are what was counted, with the bytes that were repacked.</param>
/// <param name="Head">Instructions of the head.</param>
/// <param name="Camera">Instructions of a whole frame of 240x240 pixels RGB565.</param>
/// <param name="EngineBytes">Working memory on that target.</param>
public sealed record CostSample(string Name, ModelShape Shape, double Head, double Camera, long EngineBytes)
{
    /// <summary>Camera frame without conversion, layers and head: schedule, features, drift.</summary>
    /// <param name="conversion">What the conversion of pixels takes.</param>
    public double Rest(double conversion) => Math.Max(1, Camera - conversion - Head - Shape.Layers.Sum(l => l.Value));
}
