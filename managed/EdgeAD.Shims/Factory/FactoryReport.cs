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

    /// <summary>Bad parts that something injected could make pass, and that passed with ERR on at some moment between their arrival and their due time.</summary>
    public required long BadTold { get; init; }

    /// <summary>Bad parts whose pulse began within 1 ms of their due time and was cut short by a failure of power, which raised ERR at that moment.</summary>
    public required long BadCut { get; init; }

    /// <summary>Bad parts that the trigger sensor missed and that passed: no camera can know them. 0 with energise-to-pass.</summary>
    public required long BadNeverSeen { get; init; }

    /// <summary>Bad parts that passed in silence. Must be 0.</summary>
    public required long SilentEscapes { get; init; }

    /// <summary>Bad parts that passed although nothing was injected that could make them, whether ERR was on or not. Must be 0.</summary>
    public required long UnexcusedEscapes { get; init; }

    /// <summary>Good parts that were removed: by a fault, or a policy.</summary>
    public required long GoodRemoved { get; init; }

    /// <summary>Those that nothing injected can have touched. Must be 0.</summary>
    public required long GoodRemovedWithoutCause { get; init; }

    /// <summary>Pulses that were measured, both edges: of bad parts, with energise-to-pass of good ones, that nothing injected can have touched.</summary>
    public required long Pulses { get; init; }

    /// <summary>Those missing or more than 1000 microseconds off at either edge. Must be 0.</summary>
    public required long PulsesOff { get; init; }

    /// <summary>Worst distance of an edge from its moment, microseconds; half a pulse width stands for a pulse that is missing.</summary>
    public required long WorstPulse { get; init; }

    /// <summary>What an energised REJECT meant.</summary>
    public required bool EnergiseToPass { get; init; }

    /// <summary>Times that RESET cleared ERR.</summary>
    public required long ErrorsCleared { get; init; }

    /// <summary>Times that ERR went off without RESET, over a restart for instance. Must be 0.</summary>
    public required long ErrorsGoneByThemselves { get; init; }

    /// <summary>Rows of bad parts as long as ConsecutiveNgStop, without any fault in them.</summary>
    public required long Stops { get; init; }

    /// <summary>Those after which ERR did not come before the last part had reached the rejector. Must be 0.</summary>
    public required long StopsMissed { get; init; }

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

    /// <summary>True when nothing at all is wrong.</summary>
    public bool Proved => Wrong.Count == 0;

    /// <summary>What must not be and is, in words.</summary>
    public IReadOnlyList<string> Wrong
    {
        get
        {
            var wrong = new List<string>();
            Add(SilentEscapes, "bad parts passed in silence");
            Add(UnexcusedEscapes, "bad parts passed without a cause");
            Add(EnergiseToPass ? BadNeverSeen : 0, "bad parts passed that the sensor missed, with energise-to-pass");
            Add(GoodRemovedWithoutCause, "good parts were removed without a cause");
            Add(PulsesOff, "pulses were off by more than 1 ms");
            Add(ErrorsGoneByThemselves, "times ERR went off without RESET");
            Add(StopsMissed, "rows of bad parts raised no ERR");
            Add(MemoryLate - MemoryEarly > MemorySlack ? MemoryLate - MemoryEarly : 0, "bytes of memory are never given back");
            return wrong;

            void Add(long count, string what)
            {
                if (count != 0)
                    wrong.Add($"{count.ToString(System.Globalization.CultureInfo.InvariantCulture)} {what}");
            }
        }
    }
}
