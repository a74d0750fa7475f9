namespace EdgeAD.Vision.Rendering;

/// <summary>One point of the scene before light falls on it.</summary>
internal struct Surface
{
    /// <summary>Height above the belt in biscuit radii.</summary>
    public float Height;

    /// <summary>Diffuse reflectance, linear light.</summary>
    public Rgb Albedo;

    /// <summary>Strength of the highlight, 0..1.</summary>
    public float Gloss;

    /// <summary>True where a biscuit or something on it covers the belt.</summary>
    public bool Covered;

    /// <summary>True where the defect is.</summary>
    public bool Defect;
}
