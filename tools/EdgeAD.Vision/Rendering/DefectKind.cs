namespace EdgeAD.Vision.Rendering;

/// <summary>What can be wrong with a rendered biscuit.</summary>
public enum DefectKind
{
    /// <summary>A jagged line of broken dough.</summary>
    Crack,

    /// <summary>A piece missing at the edge.</summary>
    Bite,

    /// <summary>A piece missing inside.</summary>
    Hole,

    /// <summary>A scorched patch.</summary>
    Burn,

    /// <summary>Lumps of dough stuck on top.</summary>
    Crumb,

    /// <summary>Plastic, metal, a splinter or a fibre on top.</summary>
    ForeignBody,
}
