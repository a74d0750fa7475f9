namespace EdgeAD.Core;

/// <summary>What an energised REJECT output means.</summary>
public enum Polarity
{
    /// <summary>The output is energised for parts that must go. A dead camera lets everything pass.</summary>
    EnergiseToReject = 0,

    /// <summary>The output is energised for parts that may stay. A dead camera, a lost trigger or a broken wire rejects everything.</summary>
    EnergiseToPass = 1,
}
