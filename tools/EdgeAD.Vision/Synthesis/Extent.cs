using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>Size and strength of a synthetic defect.</summary>
/// <param name="Size">Diameter of a blot as a share of the picture's shorter side.</param>
/// <param name="Strength">0..1: how much of the change shows.</param>
internal readonly record struct Extent(float Size, float Strength)
{
    /// <summary>Draws an extent of some difficulty. The ranges overlap a little, as real defects do.</summary>
    public static Extent Of(Difficulty difficulty, RenderRandom random) => difficulty switch
    {
        Difficulty.Easy => new Extent(random.Between(0.16f, 0.30f), random.Between(0.85f, 1)),
        Difficulty.Medium => new Extent(random.Between(0.09f, 0.17f), random.Between(0.6f, 0.85f)),
        _ => new Extent(random.Between(0.045f, 0.10f), random.Between(0.4f, 0.65f)),
    };
}
