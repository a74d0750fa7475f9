namespace EdgeAD.Shims;

/// <summary>The pins of a board as the wires see them. Without power all are low.</summary>
public sealed class LinePins
{
    private readonly int[] flags;
    private readonly bool[] levels = new bool[SimulatedBoard.Signals];

    /// <summary>Pins with the flags that the settings give them.</summary>
    public LinePins(int[] flags) => this.flags = flags;

    /// <summary>Raised when a signal as the controller reads it changes: number and whether it is on.</summary>
    public event Action<int, bool>? Changed;

    /// <summary>True when the controller reads the signal as on: high, or low when it is wired inverted.</summary>
    public bool IsOn(int signal) => levels[signal] != Inverted(signal);

    /// <summary>The board drives a signal.</summary>
    public void Drive(int signal, bool on) => Set(signal, on != Inverted(signal));

    /// <summary>The power is gone.</summary>
    public void PowerOff()
    {
        for (int signal = 0; signal < levels.Length; signal++)
            Set(signal, false);
    }

    private bool Inverted(int signal) => (flags[signal] & 1) != 0;

    private void Set(int signal, bool high)
    {
        if (levels[signal] == high)
            return;

        levels[signal] = high;
        Changed?.Invoke(signal, IsOn(signal));
    }
}
