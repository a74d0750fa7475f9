namespace EdgeAD.Core;

/// <summary>The faults since the last RESET, and the ERR output that shows them.</summary>
internal sealed class FaultLatch
{
    private readonly OutputSignal error;

    internal FaultLatch(IOutputPin pin)
    {
        error = new OutputSignal(pin);
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
        error.Set(false);
    }
}
