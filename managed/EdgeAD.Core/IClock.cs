namespace EdgeAD.Core;

/// <summary>Time as the line sees it.</summary>
public interface IClock
{
    /// <summary>Microseconds since start. Monotonic: never set, never steps back.</summary>
    long Now { get; }

    /// <summary>Milliseconds since 1970-01-01 UTC, or -1 until the clock has been set from the network.</summary>
    long UtcMilliseconds { get; }
}
