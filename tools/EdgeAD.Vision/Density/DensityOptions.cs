using EdgeAD.Schema;

namespace EdgeAD.Vision.Density;

/// <summary>What stands behind the feature maps: projection, family of densities, image score.</summary>
public sealed record DensityOptions
{
    /// <summary>Directions that are kept.</summary>
    public ProjectionKind Projection { get; init; } = ProjectionKind.Principal;

    /// <summary>Dimensions of a cell's feature vector, 1..128; fewer when the features have no more.</summary>
    public int Dimensions { get; init; } = 16;

    /// <summary>Leading principal components to leave out, for <see cref="ProjectionKind.Trailing"/>.</summary>
    public int Discard { get; init; } = 4;

    /// <summary>Average features over 3x3 cells.</summary>
    public bool Smooth { get; init; }

    /// <summary>One density for all cells (free position, textures) or one per cell (fixtured parts).</summary>
    public Scope Scope { get; init; } = Scope.PerCell;

    /// <summary>Full or diagonal covariances.</summary>
    public Covariance Covariance { get; init; } = Covariance.Full;

    /// <summary>Components of a shared mixture, 1..64; densities per cell have one.</summary>
    public int Components { get; init; } = 8;

    /// <summary>Shared density: the cell's place is a feature too.</summary>
    public bool Positions { get; init; }

    /// <summary>Density per cell: parts jitter, so a cell learns from its neighbours and is judged by the best of theirs.</summary>
    public bool Jitter { get; init; }

    /// <summary>From cell scores to the image score.</summary>
    public Aggregation Aggregation { get; init; } = Aggregation.TopMean;

    /// <summary>Share of the cells, the most anomalous ones, whose mean is the image score.</summary>
    public double TopFraction { get; init; } = 0.1;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }
}
