namespace EdgeAD.Vision.Backbones.Import;

/// <summary>A foreign net after its file has been read.</summary>
/// <param name="Format">Format of the source for the report.</param>
/// <param name="Nodes">Operators in execution order.</param>
/// <param name="Preprocessing">What the net expects if the graph itself does not say.</param>
/// <param name="PreprocessingNote">Why that preprocessing.</param>
/// <param name="PadsLikeTensorFlow">How to read symmetric padding where both readings give the same result (odd sizes).</param>
/// <param name="Notes">Decisions of the reader.</param>
internal sealed record SourceGraph(
    string Format,
    IReadOnlyList<SourceNode> Nodes,
    Preprocessing Preprocessing,
    string PreprocessingNote,
    bool PadsLikeTensorFlow,
    IReadOnlyList<string> Notes);
