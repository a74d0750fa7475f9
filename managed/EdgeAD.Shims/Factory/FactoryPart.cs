namespace EdgeAD.Shims;

/// <summary>A part on its way through the factory.</summary>
internal sealed class FactoryPart
{
    internal long Number;
    internal long Arrival;
    internal bool Good;
    internal float Score;
    internal PartFault Fault;

    /// <summary>When it stands at the rejector.</summary>
    internal long Due;

    /// <summary>A picture of it was taken within the tolerance: its due time counts from then.</summary>
    internal bool Seen;
}
