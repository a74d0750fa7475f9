using EdgeAD.Vision.Backbones;

namespace EdgeAD.Training.Backbones;

/// <summary>A trained backbone and what is worth knowing about its training.</summary>
/// <param name="Backbone">The net, batch norm folded.</param>
/// <param name="FirstLoss">Mean loss of the first logged stretch.</param>
/// <param name="LastLoss">Mean loss of the last one.</param>
/// <param name="Parts">Last figures by depth.</param>
/// <param name="Time">Time spent training, over all resumed runs.</param>
public sealed record TrainingResult(Backbone Backbone, double FirstLoss, double LastLoss, IReadOnlyDictionary<string, double> Parts, TimeSpan Time);
