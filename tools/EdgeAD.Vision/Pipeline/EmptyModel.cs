using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Pipeline;

/// <summary>A model file of the shape that training would give, with nothing learnt: what a model costs is known before anything is fitted.</summary>
internal static class EmptyModel
{
    /// <summary>Of projected features: as small as trained heads have it, which kernels are fastest with.</summary>
    private const double UsualScale = 1.0 / 256;

    /// <summary>The network that <c>edgead train</c> builds unless told otherwise.</summary>
    public static byte[] Default() => Write(Backbone.LoadDefault(), null, 96, grey: false, new DensityOptions());

    /// <summary>The file, without golden vectors; the kernels accept it.</summary>
    /// <param name="backbone">Backbone; only its layers are looked at.</param>
    /// <param name="cuts">Cuts, or null for the backbone's own.</param>
    /// <param name="size">Side of the input.</param>
    /// <param name="grey">Brightness only.</param>
    /// <param name="density">Family and dimensions.</param>
    /// <param name="exact">Layers leave by exact multipliers, as those of imported int8 models do, instead of shifts.</param>
    public static byte[] Write(Backbone backbone, IReadOnlyList<string>? cuts, int size, bool grey, DensityOptions density, bool exact = false)
    {
        Backbone truncated = backbone.Truncate(cuts ?? backbone.DefaultCut);
        FloatNetwork network = FloatNetwork.From(truncated, size, size, grey);
        GridPlan grid = GridPlan.For(network, truncated);
        int channels = grid.Cuts.Sum(c => network.ChannelsOf(c.Tensor)), kept = Math.Min(density.Dimensions, channels);
        var head = new HeadSpec(grid.Cuts, grid.Rows, grid.Columns, new sbyte[kept * channels], new int[kept], [.. Enumerable.Repeat(FixedPointScale.From(UsualScale), kept)])
        {
            Smoothed = density.Smooth, Positions = density.Positions ? new short[grid.Rows + grid.Columns] : null,
        };
        int cells = grid.Rows * grid.Columns, top = Math.Max(1, (int)Math.Round(density.TopFraction * cells));
        return ModelWriter.Write(new ModelContent
        {
            Name = "empty",
            Network = exact ? RangeCalibrator.Shape(network, Fit.CenterCrop) : Shape(network),
            Head = head,
            Density = Empty(density, head.Dimensions, cells),
            Calibration = new CalibrationSpec { Aggregation = top > 1 ? density.Aggregation : Aggregation.Max, TopCount = top },
            Drift = new DriftSpec(new float[2 + kept], new float[2 + kept], 0.05f, 1),
        });
    }

    private static DensitySpec Empty(DensityOptions options, int d, int cells)
    {
        bool perCell = options.Scope == Scope.PerCell;
        int each = perCell ? 1 : options.Components, gaussians = each * (perCell ? cells : 1), entries = options.Covariance == Covariance.Full ? d * (d + 1) / 2 : d;
        return new DensitySpec(
            options.Scope, options.Covariance, each, new float[gaussians], new short[gaussians * entries], new int[gaussians * d], [.. Enumerable.Repeat(1f, gaussians * d)]) { Reaches = options.Jitter };
    }

    /// <summary>All layers leave by shifts and all maps share a scale, as <see cref="GroupShiftQuantizer"/> arranges it around additions.</summary>
    private static NetworkSpec Shape(FloatNetwork network)
    {
        TensorSpec[] tensors = [.. network.Sizes.Select((s, t) => new TensorSpec(s.Rows, s.Columns, network.ChannelsOf(t), 1, 0))];
        LayerSpec[] layers = [.. network.Layers.Select(l => l.Op == Op.Add ? NetworkQuantizer.QuantizeAdd(l, tensors) : Weighted(l, tensors))];
        return new NetworkSpec(tensors, layers, Fit.CenterCrop);
    }

    private static LayerSpec Weighted(FloatLayer layer, TensorSpec[] tensors)
    {
        TensorSpec input = tensors[layer.Inputs[0]];
        int outs = layer.Source.OutChannels;
        return NetworkQuantizer.Unweighted(layer, input) with
        {
            Weights = new sbyte[layer.Weights.Length],
            Bias = new int[outs],
            Requantisation = Requantisation.Shift,
            GroupShift = [.. Enumerable.Repeat((byte)7, (outs + ChannelGroups.Size - 1) / ChannelGroups.Size)],
            ChannelMin = [.. Enumerable.Repeat((sbyte)-128, outs)],
            ChannelMax = [.. Enumerable.Repeat((sbyte)127, outs)],
        };
    }
}
