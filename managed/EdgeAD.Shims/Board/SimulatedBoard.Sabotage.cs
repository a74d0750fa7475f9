using EdgeAD.Device;

namespace EdgeAD.Shims;

/// <summary>What goes wrong when a board is broken on purpose.</summary>
public sealed partial class SimulatedBoard
{
    private const long Off = 1_500;
    private const long NextPart = 50_000;
    private const long Forgets = 40_000;

    private readonly List<object> kept = [];
    private long windows;

    /// <summary>Bends a window of REJECT; false: it is not set at all.</summary>
    private bool Spoil(ref long on, ref long off)
    {
        if (parts.Sabotage == Sabotage.Leak)
            kept.Add(new byte[16]);
        if (++windows % 50 != 0)
            return true;

        long unit = encoderDomain ? parts.Belt!.CountsPerSecond : 1_000_000;
        long move = parts.Sabotage switch
        {
            Sabotage.LatePulse => Off, Sabotage.EarlyPulse => -Off, Sabotage.WrongPart => NextPart, _ => 0,
        } * unit / 1_000_000;
        on += move;
        off = parts.Sabotage == Sabotage.ShortPulse ? (on + off) / 2 : off + move;
        return parts.Sabotage != Sabotage.DroppedPulse;
    }

    private void DriveSignal(int signal, bool on)
    {
        if (signal == BoardSignal.Error && on && Swallows())
            on = false;
        parts.Pins.Drive(signal, on);
        if (signal == BoardSignal.Error && on && parts.Sabotage == Sabotage.UnlatchedError)
        {
            clock.At(clock.Now + Forgets, () =>
            {
                if (Alive)
                    parts.Pins.Drive(BoardSignal.Error, false);
            });
        }
    }

    private bool Swallows() =>
        parts.Sabotage == Sabotage.SilentError || (parts.Sabotage == Sabotage.SilentRestart && cause != 1 && clock.Now - startedAt < 20_000);
}
