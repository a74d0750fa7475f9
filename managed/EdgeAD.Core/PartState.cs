namespace EdgeAD.Core;

/// <summary>What is known about a part in flight.</summary>
internal enum PartState
{
    /// <summary>Not decided yet.</summary>
    Pending = 0,

    /// <summary>May stay.</summary>
    Passed = 1,

    /// <summary>Must go.</summary>
    Rejected = 2,

    /// <summary>It is no part: the picture showed the empty belt, or a part that another picture stands for.</summary>
    Nothing = 3,
}
