namespace EdgeAD.Device;

/// <summary>Numbers of the signals at the board; those of EdgeAD.Native.LineCalls.</summary>
public static class BoardSignal
{
    /// <summary>TRIG; the inputs RESET and ACK follow, in the order of <see cref="EdgeAD.Core.LineInput"/>.</summary>
    public const int Trigger = 0;

    /// <summary>READY.</summary>
    public const int Ready = 5;

    /// <summary>BUSY.</summary>
    public const int Busy = 6;

    /// <summary>OK.</summary>
    public const int Ok = 7;

    /// <summary>NG.</summary>
    public const int Ng = 8;

    /// <summary>STO.</summary>
    public const int Strobe = 9;

    /// <summary>ERR.</summary>
    public const int Error = 10;

    /// <summary>RUN.</summary>
    public const int Run = 11;

    /// <summary>REJECT.</summary>
    public const int Reject = 12;

    /// <summary>How many there are.</summary>
    public const int Count = 13;

    /// <summary>Flag: the pin is low when the signal is on.</summary>
    public const int Inverted = 1;

    /// <summary>Flag of an input: internal pull-up.</summary>
    public const int PullUp = 2;

    /// <summary>Flag of an input: internal pull-down.</summary>
    public const int PullDown = 4;

    /// <summary>Names of the signals in settings and replies, by number.</summary>
    public static readonly string[] Names = new string[]
    {
        "trig", "reset", "ack", "enca", "encb", "ready", "busy", "ok", "ng", "sto", "err", "run", "reject",
    };
}
