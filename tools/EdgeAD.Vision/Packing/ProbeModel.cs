using EdgeAD.Schema;
using EdgeAD.Vision.Density;

namespace EdgeAD.Vision.Packing;

/// <summary>Models that judge nothing: they let the kernels compute feature maps and cell features while the rest is still being fitted.</summary>
internal static class ProbeModel
{
    /// <summary>Cells carry the channels of the cuts (means where a cut is pooled), in the kernels' own gathering; nothing is projected.</summary>
    public static ModelContent Features(NetworkSpec network, IReadOnlyList<CutSpec> cuts, int gridRows, int gridColumns)
    {
        int channels = cuts.Sum(c => network.Tensors[c.Tensor].Channels);
        return Content(network, new HeadSpec(cuts, gridRows, gridColumns, new sbyte[channels], [0], [FixedPointScale.From(1)]));
    }

    /// <summary>The smallest network whose only cut has the shape of these features: for heads that are fed with features instead of frames.</summary>
    public static NetworkSpec NetworkFor(FeatureMaps maps)
    {
        int channels = maps.Channels;
        var layer = new LayerSpec
        {
            Name = "features", Op = Op.Pointwise, Input = 0, Weights = new sbyte[channels], Bias = new int[channels], Multiplier = new int[channels], Shift = new sbyte[channels],
        };
        return new NetworkSpec([new(maps.Rows, maps.Columns, 1, 1, 0), new(maps.Rows, maps.Columns, channels, 1, 0)], [layer]);
    }

    /// <summary>For taking copies of feature maps: the whole network runs, the head does next to nothing.</summary>
    public static ModelContent Tap(NetworkSpec network)
    {
        TensorSpec last = network.Tensors[^1];
        return Features(network, [new CutSpec(network.Tensors.Count - 1)], last.Rows, last.Columns);
    }

    /// <summary>The smallest network with this input; its tensor 0 is the frame as every model of this input sees it.</summary>
    public static ModelContent Input(int width, int height, int channels, Fit fit)
    {
        var layer = new LayerSpec
        {
            Name = "any", Op = Op.Pointwise, Input = 0, Weights = new sbyte[channels], Bias = [0], Multiplier = [0], Shift = [0],
        };
        TensorSpec[] tensors = [new(height, width, channels, 1, 0), new(height, width, 1, 1, 0)];
        return Features(new NetworkSpec(tensors, [layer], fit), [new CutSpec(1)], height, width);
    }

    /// <summary>A standard normal density over the given head.</summary>
    public static ModelContent Content(NetworkSpec network, HeadSpec head)
    {
        int d = head.Dimensions;
        var density = new DensitySpec(Scope.Shared, Covariance.Diagonal, 1, [0], new short[d], new int[d], [.. Enumerable.Repeat(1f, d)]);
        return new ModelContent { Name = "probe", Network = network, Head = head, Density = density };
    }
}
