using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>What a configuration needs on the camera, known before anything is fitted.</summary>
/// <param name="Milliseconds">Per picture; on this machine, or as estimated for a board.</param>
/// <param name="WorkingBytes">Working memory of the engine on a 32-bit device, rows of feature maps included.</param>
/// <param name="ModelBytes">Size of the model file without its golden vectors.</param>
/// <param name="DensityBytes">Share of the density in it.</param>
/// <param name="Macs">Multiply-accumulates per picture.</param>
public sealed record CandidateCost(double Milliseconds, int WorkingBytes, int ModelBytes, int DensityBytes, long Macs)
{
    private const int TimedRuns = 7;

    /// <summary>Builds an empty model of that shape and asks the kernels, or the board's cost model where there is one.</summary>
    internal static CandidateCost Of(Candidate candidate, Backbone backbone, BoardCostModel? board)
    {
        byte[] file = EmptyModel.Write(backbone, candidate.Cuts, candidate.InputSize, candidate.Grey, candidate.Density);
        using var engine = new Engine(file, candidate.FitKey);
        ModelCard card = ModelCard.Read(file, engine, candidate.FitKey);
        return board?.Of(file, candidate.FitKey) is { } cost
            ? new CandidateCost(cost.Milliseconds, (int)cost.WorkingBytes, card.FileBytes, card.DensityBytes, card.Macs)
            : new CandidateCost(Time(engine, candidate), card.DeviceBytes, card.FileBytes, card.DensityBytes, card.Macs);
    }

    /// <summary>True when the limits allow a configuration of this cost.</summary>
    public bool Fits(SearchOptions options, Scope scope) =>
        Milliseconds <= (options.MaxMilliseconds ?? double.PositiveInfinity)
        && WorkingBytes <= 1024 * (options.MaxWorkingKb ?? double.PositiveInfinity)
        && ModelBytes <= options.MostModelBytes(scope)
        && DensityBytes <= options.MostDensityBytes(scope);

    private static double Time(Engine engine, Candidate candidate)
    {
        var frame = new Frame(PixelFormat.Rgb888, candidate.InputSize, candidate.InputSize, new byte[3 * candidate.InputSize * candidate.InputSize]);
        double[] runs = [.. Enumerable.Range(0, TimedRuns).Select(_ => engine.Score(frame).Milliseconds).Order()];
        return runs[TimedRuns / 2];
    }
}
