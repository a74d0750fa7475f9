namespace EdgeAD.Core;

/// <summary>An output that touches its pin only when the level changes. Starts de-energised unless told otherwise.</summary>
internal sealed class OutputSignal
{
    private readonly IOutputPin pin;
    private bool level;

    internal OutputSignal(IOutputPin pin)
        : this(pin, false)
    {
    }

    internal OutputSignal(IOutputPin pin, bool energised)
    {
        this.pin = pin;
        level = energised;
        pin.Write(energised);
    }

    internal bool Level
    {
        get { return level; }
    }

    internal void Set(bool energised)
    {
        if (level == energised)
            return;

        level = energised;
        pin.Write(energised);
    }
}
