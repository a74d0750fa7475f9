namespace EdgeAD.Shims;

/// <summary>A part on its way through the factory.</summary>
internal sealed class FactoryPart
{
    internal long Number;
    internal long Arrival;
    internal bool Good;
    internal float Score;
    internal PartFault Fault;

    /// <summary>When it stands at the rejector, whatever the camera thinks: the belt runs at one speed.</summary>
    internal long Due;
}
