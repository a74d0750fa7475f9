namespace EdgeAD.Vision.Backbones.Import;

/// <summary>What the user can say about a file that it does not say itself.</summary>
/// <param name="Name">Name of the backbone, or null for the recognised architecture.</param>
/// <param name="Preprocessing">Preprocessing, or null to take the file's or the convention of its kind.</param>
/// <param name="Cut">Default cut, or null for the usual one.</param>
/// <param name="License">Licence note of the weights.</param>
public sealed record ImportOptions(
    string? Name = null,
    Preprocessing? Preprocessing = null,
    IReadOnlyList<string>? Cut = null,
    string License = "see the source of the weights");
