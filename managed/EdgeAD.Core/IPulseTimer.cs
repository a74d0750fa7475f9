namespace EdgeAD.Core;

/// <summary>
/// The REJECT output and the hardware timer that moves it. The inspection code hands over windows of time well ahead; the timer keeps
/// them whatever the managed code is doing. The output is energised while the present lies inside any window.
/// </summary>
public interface IPulseTimer
{
    /// <summary>Sets the window of a slot, replacing what the slot held; the output follows at once when the window has begun.</summary>
    /// <param name="slot">0 to <see cref="LineSettings.FifoDepth"/> - 1.</param>
    /// <param name="on">Start, the first moment inside the window: microseconds of <see cref="IClock.Now"/>, or encoder counts (<see cref="DelayDomain"/>).</param>
    /// <param name="off">End; the first moment after the window. Greater than <paramref name="on"/>.</param>
    void Set(int slot, long on, long off);

    /// <summary>Empties a slot.</summary>
    /// <returns>False when the window had begun: the output has moved already.</returns>
    bool Clear(int slot);
}
