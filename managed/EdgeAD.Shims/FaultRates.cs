namespace EdgeAD.Shims;

/// <summary>How often things go wrong at random, as a share of the parts (0 to 1) that have no fault of their own.</summary>
public sealed record FaultRates
{
    /// <summary>Share of <see cref="PartFault.LateJudgement"/>.</summary>
    public double LateJudgement { get; init; }

    /// <summary>Share of <see cref="PartFault.CameraHang"/>.</summary>
    public double CameraHang { get; init; }

    /// <summary>Share of <see cref="PartFault.CameraRefuses"/>.</summary>
    public double CameraRefuses { get; init; }

    /// <summary>Share of <see cref="PartFault.LostTrigger"/>.</summary>
    public double LostTrigger { get; init; }

    /// <summary>Share of <see cref="PartFault.BouncingTrigger"/>.</summary>
    public double BouncingTrigger { get; init; }

    internal PartFault Draw(Random random)
    {
        double x = random.NextDouble();
        if ((x -= LateJudgement) < 0) return PartFault.LateJudgement;
        if ((x -= CameraHang) < 0) return PartFault.CameraHang;
        if ((x -= CameraRefuses) < 0) return PartFault.CameraRefuses;
        if ((x -= LostTrigger) < 0) return PartFault.LostTrigger;
        return x < BouncingTrigger ? PartFault.BouncingTrigger : PartFault.None;
    }
}
