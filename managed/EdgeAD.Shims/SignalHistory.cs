namespace EdgeAD.Shims;

/// <summary>The levels of one signal over time. Signals start low.</summary>
public sealed class SignalHistory
{
    private readonly long[] times;
    private readonly bool[] levels;

    /// <summary>Picks one signal out of a recording.</summary>
    public SignalHistory(IReadOnlyList<Edge> edges, string signal)
    {
        var own = edges.Where(edge => edge.Signal == signal).ToArray();
        times = Array.ConvertAll(own, edge => edge.Time);
        levels = Array.ConvertAll(own, edge => edge.Level);
    }

    /// <summary>The level at a time, and the edges around it.</summary>
    /// <param name="time">Microseconds; an edge at this very moment has happened.</param>
    /// <param name="from">Time of the edge that led to the level, or -1 before the first.</param>
    /// <param name="to">Time of the edge that ended it, or -1 after the last.</param>
    public bool At(long time, out long from, out long to)
    {
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (times[middle] <= time)
                low = middle + 1;
            else
                high = middle;
        }

        from = low > 0 ? times[low - 1] : -1;
        to = low < times.Length ? times[low] : -1;
        return low > 0 && levels[low - 1];
    }
}
