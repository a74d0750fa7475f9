using System.Globalization;

namespace EdgeAD.Vision.Backbones.Import;

/// <summary>Recognises MobileNets from the sequence of their layers, whatever these are called in the source.</summary>
internal static class Architecture
{
    /// <summary>The match; an unnamed sequential net keeps its own layer names.</summary>
    public static ArchitectureMatch Recognise(IReadOnlyList<BackboneLayer> layers)
    {
        if (NamesOfMobileNetV2(layers) is { } v2)
            return Match("MobileNetV2", "mobilenet_v2", layers, v2, AlphaOf(layers, v2, ("block_12_project", 96), ("block_5_project", 32), ("block_3_project", 32), ("block_1_project", 24)));
        if (NamesOfMobileNetV1(layers) is { } v1)
            return Match("MobileNetV1", "mobilenet_v1", layers, v1, AlphaOf(layers, v1, ("conv_pw_5", 256), ("conv_pw_1", 64)));
        return new ArchitectureMatch("imported", $"a net of {layers.Count} layers of no architecture known by name", layers, [UsualCut(layers)]);
    }

    // Stem; depthwise + project; then blocks of expand + depthwise + project (+ add). A trailing run that breaks the pattern keeps its names.
    private static string[]? NamesOfMobileNetV2(IReadOnlyList<BackboneLayer> l)
    {
        var names = new List<string>();
        if (l.Count < 6 || l[0].Op != LayerOp.Conv3x3 || l[1].Op != LayerOp.Depthwise3x3 || l[2] is not { Op: LayerOp.Pointwise, Activation: Activation.None })
            return null;
        names.AddRange(["Conv1", "expanded_conv_depthwise", "expanded_conv_project"]);
        // Narrow nets have as many channels before the first block as after it, hence a shortcut.
        if (l[3].Op == LayerOp.Add)
            names.Add("expanded_conv_add");
        int block = 1;
        while (names.Count < l.Count)
        {
            int i = names.Count;
            if (l[i].Op != LayerOp.Pointwise || l[i].Activation == Activation.None)
                break;
            bool whole = i + 2 < l.Count && l[i + 1].Op == LayerOp.Depthwise3x3 && l[i + 2] is { Op: LayerOp.Pointwise, Activation: Activation.None };
            bool cutAtExpand = i + 1 == l.Count && l[i].OutChannels == 6 * l[i].InChannels;
            bool cutAtDepthwise = i + 2 == l.Count && l[i + 1].Op == LayerOp.Depthwise3x3;
            if (!whole && !cutAtExpand && !cutAtDepthwise)
                break;
            names.Add($"block_{block}_expand");
            if (whole || cutAtDepthwise)
                names.Add($"block_{block}_depthwise");
            if (whole)
                names.Add($"block_{block}_project");
            if (names.Count < l.Count && l[names.Count].Op == LayerOp.Add)
                names.Add($"block_{block}_add");
            block++;
        }

        if (block < 3)
            return null;
        if (names.Count + 1 == l.Count && l[^1].Op == LayerOp.Pointwise && block == 17)
            names.Add("Conv_1");
        while (names.Count < l.Count)
            names.Add(l[names.Count].Name);
        return names.Distinct().Count() == l.Count ? [.. names] : null;
    }

    // Stem, then pairs of depthwise + pointwise.
    private static string[]? NamesOfMobileNetV1(IReadOnlyList<BackboneLayer> l)
    {
        if (l.Count < 5 || l[0].Op != LayerOp.Conv3x3)
            return null;
        var names = new List<string> { "conv1" };
        int pair = 1;
        for (int i = 1; i < l.Count; i++)
        {
            if (l[i].Op != (i % 2 == 1 ? LayerOp.Depthwise3x3 : LayerOp.Pointwise))
                break;
            names.Add(i % 2 == 1 ? $"conv_dw_{pair}" : $"conv_pw_{pair++}");
        }

        if (pair < 3)
            return null;
        while (names.Count < l.Count)
            names.Add(l[names.Count].Name);
        return names.Distinct().Count() == l.Count ? [.. names] : null;
    }

    // Widths are rounded to multiples of 8, so the deepest layer of known width decides, among the multipliers people use.
    private static double AlphaOf(IReadOnlyList<BackboneLayer> layers, string[] names, params (string Layer, int Width)[] references)
    {
        double[] usual = [0.1, 0.25, 0.35, 0.5, 0.75, 1.0, 1.3, 1.4];
        foreach ((string name, int width) in references)
        {
            int at = Array.IndexOf(names, name);
            if (at >= 0)
            {
                // 0.1 and smaller ones round up to 8 channels everywhere; the nearest usual multiplier that gives this width
                return usual.OrderBy(a => Math.Abs(MobileNetV2.MakeDivisible((int)(width * a)) - layers[at].OutChannels))
                    .ThenBy(a => Math.Abs(a * width - layers[at].OutChannels)).First();
            }
        }

        return 0;
    }

    private static ArchitectureMatch Match(string family, string name, IReadOnlyList<BackboneLayer> layers, string[] names, double alpha)
    {
        var renamed = layers.Select(l => l.Name).Zip(names).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        renamed[BackboneLayer.PictureInput] = BackboneLayer.PictureInput;
        BackboneLayer[] result = layers.Select(l => l with { Name = renamed[l.Name], Inputs = l.Inputs.Select(i => renamed[i]).ToArray() }).ToArray();
        string suffix = alpha == 0 ? "" : alpha.ToString("0.0#", CultureInfo.InvariantCulture);
        string[] cut = names.Contains("block_6_expand") ? ["block_6_expand"] : names.Contains("conv_pw_5") ? ["conv_pw_5"] : [UsualCut(result)];
        return new ArchitectureMatch(
            alpha == 0 ? name : $"{name}_{suffix}",
            $"{family}{(alpha == 0 ? "" : $" alpha {suffix}")} up to {names[^1]}",
            result,
            cut);
    }

    // The deepest cut point that still has 8 (else 16) picture pixels per cell.
    private static string UsualCut(IReadOnlyList<BackboneLayer> layers)
    {
        Dictionary<string, int> strides = BackboneGraph.Strides(layers);
        IReadOnlyList<string> cuts = BackboneGraph.CutPoints(layers);
        return cuts.LastOrDefault(c => strides[c] == 8) ?? cuts.LastOrDefault(c => strides[c] == 16) ?? cuts.LastOrDefault() ?? layers[^1].Name;
    }
}
