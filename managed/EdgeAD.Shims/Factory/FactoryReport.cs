namespace EdgeAD.Shims;

/// <summary>What a run of the factory showed.</summary>
public sealed record FactoryReport
{
    /// <summary>Parts that passed the rejector.</summary>
    public required long Parts { get; init; }

    /// <summary>Bad parts among them.</summary>
    public required long Bad { get; init; }

    /// <summary>Bad parts that stood at a rejector in its removing state from 1 ms after their due time on.</summary>
    public required long BadRejected { get; init; }

    /// <summary>Bad parts that passed after ERR had been raised between their arrival and their due time.</summary>
    public required long BadTold { get; init; }

    /// <summary>Bad parts whose pulse began within 1 ms of their due time and was cut short by a failure of power, which raised ERR at that moment.</summary>
    public required long BadCut { get; init; }

    /// <summary>Bad parts that the trigger sensor missed and that passed: no camera can know them. 0 with energise-to-pass.</summary>
    public required long BadNeverSeen { get; init; }

    /// <summary>Bad parts that passed in silence. Must be 0.</summary>
    public required long SilentEscapes { get; init; }

    /// <summary>Good parts that were removed: by a neighbour's pulse, a fault, a policy.</summary>
    public required long GoodRemoved { get; init; }

    /// <summary>Own pulses of bad parts in undisturbed moments that were measured against their due time.</summary>
    public required long Pulses { get; init; }

    /// <summary>Worst distance of such a pulse from its due time, microseconds. Must not be more than 1000.</summary>
    public required long WorstPulse { get; init; }

    /// <summary>How often ERR was raised.</summary>
    public required long Errors { get; init; }

    /// <summary>Starts of the camera.</summary>
    public required int Starts { get; init; }

    /// <summary>Injected faults by name.</summary>
    public required IReadOnlyDictionary<string, long> Injected { get; init; }

    /// <summary>Virtual seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Bytes of live managed memory after a tenth of the parts.</summary>
    public required long MemoryEarly { get; init; }

    /// <summary>Bytes of live managed memory at the end.</summary>
    public required long MemoryLate { get; init; }

    /// <summary>Sum over all edges of REJECT and ERR and the fate of every part: equal runs have equal digests.</summary>
    public required ulong Digest { get; init; }

    /// <summary>Memory may move by this much with the queues' capacity; a leak of one byte per part would show in a million.</summary>
    public const long MemorySlack = 512 * 1024;

    /// <summary>True when nothing passed in silence, no pulse was off, and memory did not grow.</summary>
    public bool Proved => SilentEscapes == 0 && WorstPulse <= 1000 && MemoryLate - MemoryEarly <= MemorySlack;
}
