namespace EdgeAD.Core;

/// <summary>What happens to a part that nobody judged.</summary>
public enum UnjudgedPolicy
{
    /// <summary>It is rejected.</summary>
    Reject = 0,

    /// <summary>It passes; it is still counted and raises ERR.</summary>
    Pass = 1,
}
