namespace EdgeAD.Vision.Backbones.Import;

/// <summary>A recognised architecture.</summary>
/// <param name="Name">Name for the backbone, e.g. <c>mobilenet_v2_0.35</c>.</param>
/// <param name="Description">Words for people, e.g. <c>MobileNetV2 alpha 0.35 up to block_16_project</c>.</param>
/// <param name="Layers">The layers, renamed to the names of keras-applications where the architecture has some.</param>
/// <param name="DefaultCut">The usual cut.</param>
internal sealed record ArchitectureMatch(string Name, string Description, IReadOnlyList<BackboneLayer> Layers, IReadOnlyList<string> DefaultCut);
