using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Quantization;

namespace EdgeAD.Vision.Search;

/// <summary>What a configuration needs on the camera, known before anything is fitted.</summary>
/// <param name="Milliseconds">Per picture; on this machine, or as estimated for a board.</param>
/// <param name="WorkingBytes">Working memory of the engine, line buffers included.</param>
/// <param name="ModelBytes">Size of the model file without its golden vectors.</param>
/// <param name="Macs">Multiply-accumulates per picture.</param>
public sealed record CandidateCost(double Milliseconds, int WorkingBytes, int ModelBytes, long Macs)
{
    private const int TimedRuns = 7;

    /// <summary>Builds an empty model of that shape and asks the kernels.</summary>
    internal static CandidateCost Of(Candidate candidate, Backbone backbone)
    {
        byte[] file = ModelWriter.Write(Empty(candidate, backbone));
        using var engine = new Engine(file, candidate.FitKey);
        ModelCard card = ModelCard.Read(file, engine, candidate.FitKey);
        return new CandidateCost(Time(engine, candidate), card.EngineBytes, card.FileBytes, card.Macs);
    }

    /// <summary>True when the limits allow it.</summary>
    public bool Fits(SearchOptions options) =>
        Milliseconds <= (options.MaxMilliseconds ?? double.PositiveInfinity)
        && WorkingBytes <= 1024 * (options.MaxWorkingKb ?? double.PositiveInfinity)
        && ModelBytes <= 1024 * (options.MaxModelKb ?? double.PositiveInfinity);

    private static ModelContent Empty(Candidate candidate, Backbone backbone)
    {
        Backbone truncated = backbone.Truncate(candidate.Cuts);
        FloatNetwork network = FloatNetwork.From(truncated, candidate.InputSize, candidate.InputSize, candidate.Grey);
        NetworkSpec shape = RangeCalibrator.Shape(network, Fit.CenterCrop);
        GridPlan grid = GridPlan.For(network, truncated);
        DensityOptions options = candidate.Density;
        int channels = grid.Cuts.Sum(c => shape.Tensors[c.Tensor].Channels), kept = Math.Min(options.Dimensions, channels);
        var head = new HeadSpec(grid.Cuts, grid.Rows, grid.Columns, new sbyte[kept * channels], new int[kept], [.. Enumerable.Repeat(FixedPointScale.From(1), kept)])
        {
            Smoothed = options.Smooth, Positions = options.Positions ? new short[grid.Rows + grid.Columns] : null,
        };
        int d = kept + (options.Positions ? 2 : 0), each = options.Scope == Scope.PerCell ? 1 : options.Components;
        int gaussians = each * (options.Scope == Scope.PerCell ? grid.Rows * grid.Columns : 1), entries = options.Covariance == Covariance.Full ? d * (d + 1) / 2 : d;
        var density = new DensitySpec(
            options.Scope, options.Covariance, each, new float[gaussians], new short[gaussians * entries], new int[gaussians * d], [.. Enumerable.Repeat(1f, gaussians * d)]) { Reaches = options.Jitter };
        int top = candidate.TopCount(grid.Rows * grid.Columns);
        return new ModelContent
        {
            Name = "cost",
            Network = shape,
            Head = head,
            Density = density,
            Calibration = new CalibrationSpec { Aggregation = top > 1 ? Aggregation.TopMean : Aggregation.Max, TopCount = top },
        };
    }

    private static double Time(Engine engine, Candidate candidate)
    {
        var frame = new Frame(PixelFormat.Rgb888, candidate.InputSize, candidate.InputSize, new byte[3 * candidate.InputSize * candidate.InputSize]);
        double[] runs = [.. Enumerable.Range(0, TimedRuns).Select(_ => engine.Score(frame).Milliseconds).Order()];
        return runs[TimedRuns / 2];
    }
}
