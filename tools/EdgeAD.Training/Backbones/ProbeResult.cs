namespace EdgeAD.Training.Backbones;

/// <summary>Image AUROC of one backbone on one data set.</summary>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Cut">Layers whose maps were used.</param>
/// <param name="Auroc">Mean over the seeds.</param>
/// <param name="Spread">Standard deviation over the seeds.</param>
public sealed record ProbeResult(string Dataset, IReadOnlyList<string> Cut, double Auroc, double Spread);
