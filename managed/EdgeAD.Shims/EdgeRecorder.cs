namespace EdgeAD.Shims;

/// <summary>Collects the edges of all signals in the order in which they happen.</summary>
public sealed class EdgeRecorder(VirtualClock clock)
{
    private readonly List<Edge> edges = [];

    /// <summary>Records only these signals from now on; null: all.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Everything recorded.</summary>
    public IReadOnlyList<Edge> Edges => edges;

    /// <summary>Notes a change at the present moment.</summary>
    public void Note(string signal, bool level)
    {
        if (Only is null || Only.Contains(signal))
            edges.Add(new Edge(clock.Now, signal, level));
    }
}
