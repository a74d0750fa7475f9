using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>What a search has found.</summary>
/// <param name="Model">The chosen configuration, built and calibrated like any model.</param>
/// <param name="Chosen">The trial it was chosen for.</param>
/// <param name="Trials">Everything that was tried, best first.</param>
/// <param name="Complete">False when the time was over before everything planned was tried.</param>
/// <param name="TooCostly">Configurations that the limits ruled out.</param>
/// <param name="Colour">Whether pictures and backbone have colour.</param>
/// <param name="Experiment">Where all of it is recorded.</param>
public sealed record SearchResult(TrainResult Model, RankedTrial Chosen, IReadOnlyList<RankedTrial> Trials, bool Complete, int TooCostly, bool Colour, Experiment Experiment);
