namespace EdgeAD.Vision.Boards;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing.</summary>
    Note,

    /// <summary>Works, with something lost or to be watched.</summary>
    Warning,

    /// <summary>Cannot work.</summary>
    Error,
}
