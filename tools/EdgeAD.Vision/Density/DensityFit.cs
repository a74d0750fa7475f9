using EdgeAD.Schema;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Density;

/// <summary>Fits the density of any family.</summary>
internal sealed class DensityFit
{
    private readonly DensityOptions _options;
    private readonly int _rows;
    private GaussianMixture? _mixture;

    /// <summary>For grids of this many rows.</summary>
    public DensityFit(DensityOptions options, int rows) => (_options, _rows) = (options, rows);

    /// <summary>Fits to these pictures. A shared mixture that was fitted before is where the next fit starts: for folds of the same pictures.</summary>
    public DensitySpec Fit(CellFeatures z, CancellationToken cancel)
    {
        if (_options.Scope == Scope.PerCell)
            return PerCellFit.Fit(z, _rows, _options);
        if (_mixture is not null)
            return MixtureFit.Refit(z, _mixture, _options.Seed, cancel).ToSpec();
        _mixture = MixtureFit.Fit(z, _options.Components, _options.Covariance == Covariance.Full, _options.Seed, cancel);
        return _mixture.ToSpec();
    }
}
