namespace EdgeAD.Shims;

/// <summary>The recent past of one signal; what is older than asked for is forgotten.</summary>
internal sealed class SignalTrack
{
    private readonly Queue<(long Time, bool Level)> edges = new();
    private bool before;

    /// <summary>Level now.</summary>
    internal bool Level { get; private set; }

    internal void Set(long time, bool level)
    {
        Level = level;
        edges.Enqueue((time, level));
    }

    /// <summary>Forgets what happened before a time.</summary>
    internal void Forget(long time)
    {
        while (edges.TryPeek(out var oldest) && oldest.Time < time)
            before = edges.Dequeue().Level;
    }

    /// <summary>True when the signal was on for any moment from a time to another.</summary>
    internal bool WasOn(long from, long to)
    {
        bool level = before;
        foreach (var (time, next) in edges)
        {
            if (time > to)
                break;
            if (level && time > from)
                return true;
            level = next;
            if (level && time >= from)
                return true;
        }

        return level;
    }

    /// <summary>Level at a time; an edge at this very moment has happened.</summary>
    internal bool At(long at)
    {
        bool level = before;
        foreach (var (time, next) in edges)
        {
            if (time > at)
                break;
            level = next;
        }

        return level;
    }

    /// <summary>Time of the edge to a level that is nearest to a time, if within a distance; -1: none.</summary>
    internal long NearestEdge(bool level, long at, long distance)
    {
        long nearest = -1;
        foreach (var (time, next) in edges)
        {
            bool closer = next == level && Math.Abs(time - at) <= distance && (nearest < 0 || Math.Abs(time - at) < Math.Abs(nearest - at));
            if (closer)
                nearest = time;
        }

        return nearest;
    }
}
