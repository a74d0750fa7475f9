namespace EdgeAD.Vision.Synthesis;

/// <summary>Ways of damaging a picture of a good part.</summary>
public enum SyntheticKind
{
    /// <summary>A rectangle from elsewhere (CutPaste, Li et al. 2021).</summary>
    CutPaste,

    /// <summary>A thin turned strip from elsewhere (CutPaste's scar).</summary>
    Scar,

    /// <summary>Another texture blended in where noise is high (DRAEM, Zavrtanik et al. 2021).</summary>
    Perlin,

    /// <summary>A patch from elsewhere with its border melted into the surroundings (after natural synthetic anomalies, Schlüter et al. 2022).</summary>
    Patch,

    /// <summary>A place out of focus or wiped.</summary>
    Blur,

    /// <summary>A lighter, darker or tinted blot.</summary>
    Stain,

    /// <summary>A piece broken off the part's edge, or a hole where no edge can be found.</summary>
    Missing,
}
