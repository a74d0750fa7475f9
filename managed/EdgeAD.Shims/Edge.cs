namespace EdgeAD.Shims;

/// <summary>A change of a signal.</summary>
/// <param name="Time">Microseconds.</param>
/// <param name="Signal">Name of the signal, see <see cref="SignalNames"/>.</param>
/// <param name="Level">Level after the edge.</param>
public readonly record struct Edge(long Time, string Signal, bool Level);
