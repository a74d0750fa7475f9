namespace EdgeAD.Shims;

/// <summary>
/// ERR is latched: it goes off because RESET was pressed while the camera had power, and for no other reason, a restart least of all. Only at the very
/// first start it goes off when the camera is ready.
/// </summary>
internal sealed class LatchChecker(VirtualClock clock)
{
    /// <summary>A program that pauses reads its inputs so much later.</summary>
    private const long Patience = 100_000;

    private long pressedAt = long.MinValue;
    private bool first = true;

    /// <summary>Times that RESET cleared ERR.</summary>
    internal long Cleared { get; private set; }

    /// <summary>Times that ERR went off unasked. Must be 0.</summary>
    internal long Gone { get; private set; }

    internal void Pressed() => pressedAt = clock.Now;

    internal void Down() => pressedAt = long.MinValue;

    internal void Note(bool on)
    {
        if (on)
            return;

        if (first)
            first = false;
        else if (pressedAt != long.MinValue && clock.Now - pressedAt <= Patience)
            Cleared++;
        else
            Gone++;
        pressedAt = long.MinValue;
    }
}
