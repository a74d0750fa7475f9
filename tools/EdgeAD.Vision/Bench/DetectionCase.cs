using System.Text.Json.Serialization;
using EdgeAD.Vision.Experiments;

namespace EdgeAD.Vision.Bench;

/// <summary>One data set, split and backbone: what the automatic choice is worth beside the FOMO-AD recipe.</summary>
/// <param name="Backbone">Name of the backbone.</param>
/// <param name="Dataset">Name of the data set.</param>
/// <param name="Seed">0 = the folders' own split, else the seed of the reshuffle.</param>
/// <param name="Chosen">The configuration that the search chose.</param>
/// <param name="Metrics">Figures by name, see <see cref="DetectionBench"/>.</param>
public sealed record DetectionCase(string Backbone, string Dataset, int Seed, string Chosen, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>Everything that was tried, with its AUROC on real defects.</summary>
    [JsonIgnore]
    public IReadOnlyList<Trial> Trials { get; init; } = [];

    /// <summary>Whether the pictures have colour.</summary>
    public bool Colour { get; init; } = true;

    /// <summary>Key of the configuration that <c>edgead train</c> uses unless told otherwise.</summary>
    [JsonIgnore]
    public string Defaults { get; init; } = "";

    /// <summary>Good parts among the test pictures; empty in records of older runs.</summary>
    public IReadOnlyList<GoodPart> GoodParts { get; init; } = [];
}
