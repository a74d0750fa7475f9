namespace EdgeAD.Vision.Experiments;

/// <summary>A group of trials that answer one question, e.g. a search on one data set.</summary>
/// <param name="Id">Number in its store, from 1.</param>
/// <param name="Name">For people.</param>
/// <param name="Kind">What made it: <c>search</c> or <c>bench</c>.</param>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Fingerprint">SHA-256 of everything that decides the result; the same work run again finds its experiment by this.</param>
/// <param name="Tool">Version of the tool.</param>
/// <param name="Commit">Commit of the tool.</param>
/// <param name="Created">When it was begun, UTC.</param>
/// <param name="Finished">When it was completed; null while unfinished.</param>
/// <param name="Trials">Trials recorded.</param>
public sealed record Experiment(
    long Id, string Name, string Kind, string Dataset, string Fingerprint, string Tool, string Commit, DateTimeOffset Created, DateTimeOffset? Finished, int Trials);
