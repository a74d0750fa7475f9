using EdgeAD.Vision.Density;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Search;

/// <summary>A candidate's projection and density over the maps of a bank, scored by the kernels' own head without running the network again.</summary>
internal sealed class Head
{
    private readonly FeatureMaps _maps;
    private readonly ModelContent _model;
    private readonly CellFeatures _z;
    private readonly DensityFit _fit;
    private readonly CancellationToken _cancel;

    /// <summary>Fits the projection.</summary>
    /// <param name="bank">Feature maps; good pictures first.</param>
    /// <param name="candidate">The configuration.</param>
    /// <param name="good">Number of good pictures.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="cancel">Stops the work.</param>
    public Head(FeatureBank bank, Candidate candidate, int good, int seed, CancellationToken cancel)
    {
        (_maps, _cancel) = (bank.Gather(candidate.Cuts), cancel);
        DensityOptions options = candidate.Density with { Seed = seed };
        FeatureMaps known = _maps.Of(Enumerable.Range(0, good));
        _model = ProbeModel.Content(ProbeModel.NetworkFor(_maps), ProjectionFit.Fit([new CutSpec(1)], bank.UnitsOf(candidate.Cuts), known, options));
        _z = EngineFarm.Seen(ModelWriter.Write(_model), known, cancel);
        _fit = new DensityFit(options, _maps.Rows);
    }

    /// <summary>Cell scores of some pictures, ascending, from a density fitted to others.</summary>
    /// <param name="fit">Good pictures to fit to.</param>
    /// <param name="scored">Pictures to score.</param>
    public float[][] SortedCells(int[] fit, int[] scored)
    {
        ModelContent model = _model with { Density = _fit.Fit(_z.Of(fit), _cancel) };
        float[][] cells = [.. EngineFarm.Score(ModelWriter.Write(model), _maps.Of(scored), _cancel).Select(s => s.Cells)];
        foreach (float[] picture in cells)
            Array.Sort(picture);
        return cells;
    }
}
