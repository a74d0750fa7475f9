namespace EdgeAD.Vision.Backbones;

/// <summary>What a person wants to know about a backbone file.</summary>
/// <param name="Name">Name.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="License">Licence note of the weights.</param>
/// <param name="Provenance">How the weights came to be.</param>
/// <param name="Input">Preprocessing: the net sees <c>pixel * scale + offset</c>.</param>
/// <param name="DefaultCut">Layers whose maps are the features by default.</param>
/// <param name="Side">Side of the input for which sizes and MACs are given.</param>
/// <param name="Macs">Multiply-accumulates of all layers.</param>
/// <param name="Parameters">Weights and biases of all layers.</param>
/// <param name="Int8Bytes">Bytes of int8 weights and int32 biases of all layers.</param>
/// <param name="Layers">Layers in execution order.</param>
public sealed record BackboneSummary(
    string Name,
    string Sha256,
    string License,
    string Provenance,
    Preprocessing Input,
    IReadOnlyList<string> DefaultCut,
    int Side,
    long Macs,
    long Parameters,
    long Int8Bytes,
    IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>The summary of a backbone at a square input of that side.</summary>
    public static BackboneSummary Of(Backbone backbone, int side)
    {
        Dictionary<string, int> strides = BackboneGraph.Strides(backbone.Layers), fields = BackboneGraph.ReceptiveFields(backbone.Layers);
        Dictionary<string, long> macs = BackboneGraph.Macs(backbone.Layers, side, side);
        HashSet<string> cuts = [.. backbone.CutPoints];
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = side };
        var layers = new List<LayerSummary>();
        long upToHere = 0;
        foreach (BackboneLayer l in backbone.Layers)
        {
            int size = sizes[l.Name] = l.OutputSize(sizes[l.Inputs[0]]);
            upToHere += macs[l.Name];
            layers.Add(new LayerSummary(
                l.Name, l.Op, size, l.OutChannels, l.Activation, strides[l.Name], fields[l.Name], macs[l.Name], upToHere, Bytes(l), cuts.Contains(l.Name)));
        }

        return new BackboneSummary(
            backbone.Name, backbone.Sha256, backbone.License, backbone.Provenance, backbone.Input, backbone.DefaultCut, side,
            macs.Values.Sum(), backbone.Layers.Sum(l => (long)l.WeightCount + (l.Op == LayerOp.Add ? 0 : l.OutChannels)), backbone.Layers.Sum(Bytes), layers);
    }

    private static long Bytes(BackboneLayer l) => l.Op == LayerOp.Add ? 0 : l.WeightCount + 4L * l.OutChannels;
}
