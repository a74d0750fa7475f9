namespace EdgeAD.Training.Backbones;

/// <summary>How far a training has come.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">Mean loss since the last report.</param>
/// <param name="PicturesPerSecond">Crops per second in this run.</param>
/// <param name="Remaining">Time left at this speed.</param>
/// <param name="Resumed">Whether the run went on from a checkpoint.</param>
public readonly record struct TrainingProgress(int Step, int Steps, double Loss, double PicturesPerSecond, TimeSpan Remaining, bool Resumed);
