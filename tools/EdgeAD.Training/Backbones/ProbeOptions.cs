namespace EdgeAD.Training.Backbones;

/// <summary>How <see cref="BackboneProbe"/> judges a backbone.</summary>
/// <param name="Side">Side to which the centre square of every picture is resized.</param>
/// <param name="Dimensions">Principal components kept.</param>
/// <param name="Shrinkage">Weight of the covariance pooled over all cells in every cell's own.</param>
/// <param name="TopShare">Share of the cells, the most abnormal ones, whose mean is the picture's score.</param>
/// <param name="Seeds">Splits judged: 0 is the folders' own, others reshuffle the good pictures.</param>
public sealed record ProbeOptions(int Side = 96, int Dimensions = 32, double Shrinkage = 0.3, double TopShare = 0.03, params IReadOnlyList<int> Seeds)
{
    /// <summary>96 pixels, 32 dimensions, the folders' own split and two reshuffled ones.</summary>
    public static ProbeOptions Standard { get; } = new(Seeds: [0, 1, 2]);
}
