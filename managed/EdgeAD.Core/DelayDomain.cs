namespace EdgeAD.Core;

/// <summary>Unit of <see cref="LineSettings.OutputDelay"/>, <see cref="LineSettings.PulseWidth"/> and <see cref="LineSettings.MinGap"/>.</summary>
public enum DelayDomain
{
    /// <summary>Microseconds: the belt runs at one speed.</summary>
    Time = 0,

    /// <summary>Encoder counts: the belt may change its speed and stand still.</summary>
    Encoder = 1,
}
