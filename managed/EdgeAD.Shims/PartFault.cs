namespace EdgeAD.Shims;

/// <summary>What goes wrong with one part.</summary>
public enum PartFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The judgement takes longer than the judgement timeout.</summary>
    LateJudgement,

    /// <summary>The camera takes the order and never exposes.</summary>
    CameraHang,

    /// <summary>The camera refuses the order.</summary>
    CameraRefuses,

    /// <summary>The camera exposes too late, so that the picture may show another place.</summary>
    LateFrame,

    /// <summary>The sensor does not see the part.</summary>
    LostTrigger,

    /// <summary>The sensor's contact bounces before it is steady.</summary>
    BouncingTrigger,
}
