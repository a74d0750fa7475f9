namespace EdgeAD.Core;

/// <summary>The faults since the last RESET, and the ERR output that shows them. A camera that starts shows ERR, without a fault, until it judges.</summary>
internal sealed class FaultLatch
{
    private readonly OutputSignal error;
    private bool starting;

    internal FaultLatch(IOutputPin pin, bool starting)
    {
        this.starting = starting;
        error = new OutputSignal(pin, starting);
    }

    /// <summary>What is latched.</summary>
    internal Fault Faults { get; private set; }

    internal void Latch(Fault fault)
    {
        Faults = (Fault)((int)Faults | (int)fault);
        error.Set(true);
    }

    internal void Clear()
    {
        Faults = Fault.None;
        error.Set(starting);
    }

    /// <summary>The start is over: from now on ERR means a fault.</summary>
    internal void Started()
    {
        starting = false;
        error.Set(Faults != Fault.None);
    }
}
