using EdgeAD.Vision.Bench;

namespace EdgeAD.Vision.Cost;

/// <summary>What instructions are counted per: for each kind of work the amounts that a kernel's loops run over.</summary>
internal static class CostTerms
{
    private const int Group = 16, HalfGroup = 8;

    /// <summary>Layers that run through the same code: operator, stride, requantisation, and whether channels (the stem: columns too) fill vectors.</summary>
    public static string KindOf(LayerFigure layer)
    {
        string kind = $"{layer.Op} {layer.Stride} {layer.Requantisation}";
        return layer.Op switch
        {
            "conv3x3" => $"{kind} {layer.In}{Fill(layer.Out)}{(layer.Columns % HalfGroup == 0 ? "" : " narrow")}",
            "pointwise" => $"{kind}{(layer.In == HalfGroup ? " eight" : Fill(layer.In))}{Fill(layer.Out)}",
            _ => $"{kind}{Fill(layer.Out)}",
        };
    }

    private static string Fill(int channels) => channels % Group == 0 ? " whole" : channels % HalfGroup == 0 ? " half" : " ragged";

    /// <summary>All rows of a layer.</summary>
    public static double[] Of(LayerFigure layer)
    {
        double rows = layer.Rows, pixels = rows * layer.Columns, groups = (layer.Out + Group - 1) / Group;
        return layer.Op switch
        {
            "add" => [rows, pixels * layer.Out],
            "depthwise3x3" => [rows, pixels, pixels * layer.Out, rows * layer.Out],
            "conv3x3" => [rows, pixels, pixels * layer.Out, layer.Macs, pixels * groups * layer.In],
            _ => [rows, pixels, pixels * layer.Out, pixels * layer.In, layer.Macs, pixels * groups * layer.In, rows * layer.In * layer.Out],
        };
    }

    /// <summary>Bytes that operators repack of a layer.</summary>
    public static double[] Packed(LayerFigure layer) => [1, layer.Out, layer.Macs / ((double)layer.Rows * layer.Columns)];

    /// <summary>Projection, density and image score.</summary>
    public static double[] Head(ModelShape s)
    {
        double cells = s.Cells, gaussians = cells * s.Gaussians;
        return [1, cells, cells * s.Features * s.Projected, cells * s.Projected, gaussians, gaussians * s.Dimensions, gaussians * s.WhiteningMacs, s.Smoothed ? cells * s.Projected : 0];
    }

    /// <summary>A frame without conversion, layers and head: schedule, features, drift, whose sums over the input go by vectors where a row fills them.</summary>
    public static double[] Rest(ModelShape s)
    {
        double values = (double)s.InputPixels * s.InputChannels, ragged = Math.Sqrt(s.InputPixels) * s.InputChannels % Group == 0 ? 0 : values;
        return [1, s.Layers.Sum(l => l.Rows), s.InputPixels, values - s.InputPixels, ragged, (double)s.Cells * s.Features, s.PooledValues];
    }
}
