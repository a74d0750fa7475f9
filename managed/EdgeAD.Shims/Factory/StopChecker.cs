namespace EdgeAD.Shims;

/// <summary>A row of bad parts as long as ConsecutiveNgStop must raise ERR before the last of them stands at the rejector.</summary>
/// <param name="error">ERR.</param>
/// <param name="length">How many.</param>
internal sealed class StopChecker(SignalTrack error, int length)
{
    private readonly List<long> resets = [];
    private long first;
    private int row;

    /// <summary>Rows that nothing interfered with.</summary>
    internal long Stops { get; private set; }

    /// <summary>Those without ERR. Must be 0.</summary>
    internal long Missed { get; private set; }

    internal void Pressed(long time) => resets.Add(time);

    internal void Passed(FactoryPart part, bool touched)
    {
        if (part.Good || touched)
        {
            row = 0;
            return;
        }

        if (row++ == 0)
            first = part.Arrival;
        if (row != length || resets.Exists(time => time >= first && time <= part.Arrival))
            return; // RESET starts the camera's count again

        Stops++;
        if (!error.WasOn(part.Arrival, part.Due))
            Missed++;
    }

    internal void Forget(long time) => resets.RemoveAll(pressed => pressed < time);
}
