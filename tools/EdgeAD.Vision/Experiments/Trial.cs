namespace EdgeAD.Vision.Experiments;

/// <summary>One configuration, what came of it, and the model where one was built.</summary>
/// <param name="Id">Number in its store, from 1.</param>
/// <param name="ExperimentId">The experiment it belongs to.</param>
/// <param name="Stage">Step of the experiment, e.g. <c>screen</c>; the same configuration may be tried in several.</param>
/// <param name="Key">Names the configuration; unique within experiment and stage.</param>
/// <param name="Parameters">What was chosen.</param>
/// <param name="Metrics">What was measured.</param>
/// <param name="Started">When, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ModelBytes">Size of the stored model file; 0 without one.</param>
public sealed record Trial(
    long Id,
    long ExperimentId,
    string Stage,
    string Key,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, double> Metrics,
    DateTimeOffset Started,
    double Seconds,
    int ModelBytes = 0);
