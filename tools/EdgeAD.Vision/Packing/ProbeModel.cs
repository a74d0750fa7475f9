using EdgeAD.Schema;

namespace EdgeAD.Vision.Packing;

/// <summary>Models that judge nothing: they let the kernels compute feature maps and cell features while the rest is still being fitted.</summary>
internal static class ProbeModel
{
    /// <summary>Cells carry the plain int8 channels of the cuts (sums where a cut is pooled), in the kernels' own gathering.</summary>
    public static ModelContent Features(NetworkSpec network, IReadOnlyList<CutSpec> cuts, int gridRows, int gridColumns)
    {
        int channels = cuts.Sum(c => network.Tensors[c.Tensor].Channels);
        var identity = new sbyte[channels * channels];
        for (int c = 0; c < channels; c++)
            identity[(c * channels) + c] = 1;
        float[] ones = [.. Enumerable.Repeat(1f, channels)];
        return Content(network, new HeadSpec(cuts, gridRows, gridColumns, identity, ones, new float[channels]));
    }

    /// <summary>For taking copies of feature maps: the whole network runs, the head does next to nothing.</summary>
    public static ModelContent Tap(NetworkSpec network)
    {
        TensorSpec last = network.Tensors[^1];
        var head = new HeadSpec([new CutSpec(network.Tensors.Count - 1)], last.Rows, last.Columns, new sbyte[last.Channels], [1], [0]);
        return Content(network, head);
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
        var density = new DensitySpec(Scope.Shared, Covariance.Diagonal, Storage.Float32, 1, [0], [.. Enumerable.Repeat(1f, d)], new float[d]);
        return new ModelContent { Name = "probe", Network = network, Head = head, Density = density };
    }
}
