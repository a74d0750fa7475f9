namespace EdgeAD.Core;

/// <summary>The outputs that show the state of the inspection. REJECT is not among them: <see cref="IPulseTimer"/> owns it.</summary>
public sealed class LineOutputs
{
    /// <summary>READY: the next trigger will be accepted and nothing is wrong.</summary>
    public readonly IOutputPin Ready;

    /// <summary>BUSY: exposing or judging.</summary>
    public readonly IOutputPin Busy;

    /// <summary>OK: the last part is good. Valid from the moment BUSY turns off.</summary>
    public readonly IOutputPin Ok;

    /// <summary>NG: the last part is not good, or could not be judged.</summary>
    public readonly IOutputPin Ng;

    /// <summary>STO: strobe that frames OK and NG.</summary>
    public readonly IOutputPin Strobe;

    /// <summary>ERR: a fault, latched until RESET.</summary>
    public readonly IOutputPin Error;

    /// <summary>RUN: heartbeat, toggles only after a completed decision.</summary>
    public readonly IOutputPin Run;

    /// <summary>Names the pins. None may be null; a signal that is not wired gets a pin that does nothing.</summary>
    public LineOutputs(IOutputPin ready, IOutputPin busy, IOutputPin ok, IOutputPin ng, IOutputPin strobe, IOutputPin error, IOutputPin run)
    {
        Ready = ready;
        Busy = busy;
        Ok = ok;
        Ng = ng;
        Strobe = strobe;
        Error = error;
        Run = run;
    }
}
