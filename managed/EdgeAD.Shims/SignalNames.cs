namespace EdgeAD.Shims;

/// <summary>Names of the line's signals as recordings and diagrams show them.</summary>
public static class SignalNames
{
    /// <summary>Trigger input.</summary>
    public const string Trigger = "TRIG";

    /// <summary>Reset input.</summary>
    public const string Reset = "RESET";

    /// <summary>Acknowledge input.</summary>
    public const string Acknowledge = "ACK";

    /// <summary>Ready output.</summary>
    public const string Ready = "READY";

    /// <summary>Busy output.</summary>
    public const string Busy = "BUSY";

    /// <summary>Good result output.</summary>
    public const string Ok = "OK";

    /// <summary>Bad result output.</summary>
    public const string Ng = "NG";

    /// <summary>Result strobe output.</summary>
    public const string Strobe = "STO";

    /// <summary>Fault output.</summary>
    public const string Error = "ERR";

    /// <summary>Heartbeat output.</summary>
    public const string Run = "RUN";

    /// <summary>Reject output.</summary>
    public const string Reject = "REJECT";

    /// <summary>Not a pin: on while the camera exposes.</summary>
    public const string Exposure = "exposure";

    /// <summary>Inputs first, then outputs, in the order in which diagrams show them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Trigger, Reset, Acknowledge, Exposure, Ready, Busy, Ok, Ng, Strobe, Error, Run, Reject];
}
