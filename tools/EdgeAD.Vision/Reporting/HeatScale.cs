namespace EdgeAD.Vision.Reporting;

/// <summary>Which cell scores get which colour. The same for all pictures of a model, so that they can be compared.</summary>
/// <param name="Threshold">Where the contour is drawn: the threshold of the image score.</param>
public readonly record struct HeatScale(float Threshold)
{
    // Cell scores are in standard deviations of good cells; a threshold near zero still needs a scale of some width.
    private float Reach => Math.Max(Math.Abs(Threshold), 1);

    /// <summary>Score of the first colour; anything below is left as it is.</summary>
    public float Low => Threshold - 0.7f * Reach;

    /// <summary>Score of the last colour.</summary>
    public float High => Threshold + 1.3f * Reach;

    /// <summary>Place of a score between <see cref="Low"/> (0) and <see cref="High"/> (1), unclamped.</summary>
    public float Position(float score) => (score - Low) / (High - Low);
}
