namespace EdgeAD.Vision.Backbones.Import;

/// <summary>What came out of an import and what did not.</summary>
/// <param name="Backbone">The imported net.</param>
/// <param name="Format">Format of the source, e.g. <c>Keras HDF5</c>.</param>
/// <param name="Architecture">Recognised architecture, e.g. <c>MobileNetV2 alpha 0.35</c>.</param>
/// <param name="Ignored">Operators that were left out (the classifier head), <c>name (operator)</c> each, in source order.</param>
/// <param name="Notes">Decisions worth knowing: preprocessing, folding, dequantisation.</param>
public sealed record ImportReport(
    Backbone Backbone,
    string Format,
    string Architecture,
    IReadOnlyList<string> Ignored,
    IReadOnlyList<string> Notes);
