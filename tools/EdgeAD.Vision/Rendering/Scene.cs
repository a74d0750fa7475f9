namespace EdgeAD.Vision.Rendering;

/// <summary>The scene sampled on a grid twice as fine as the picture.</summary>
/// <param name="Width">Samples per row.</param>
/// <param name="Height">Rows of samples.</param>
internal sealed record Scene(int Width, int Height)
{
    /// <summary>Height in samples, <c>[Height][Width]</c>.</summary>
    public float[] Relief { get; } = new float[Width * Height];

    /// <summary>Reflectance.</summary>
    public Rgb[] Albedo { get; } = new Rgb[Width * Height];

    /// <summary>Strength of highlights.</summary>
    public float[] Gloss { get; } = new float[Width * Height];

    /// <summary>Where the defect is.</summary>
    public bool[] Defect { get; } = new bool[Width * Height];
}
