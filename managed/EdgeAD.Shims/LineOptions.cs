using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>What a simulated run is made of, apart from the parts. Times are microseconds.</summary>
public sealed record LineOptions
{
    /// <summary>Parameters of the inspection.</summary>
    public LineSettings Settings { get; init; } = new();

    /// <summary>Timing of the camera.</summary>
    public CameraOptions Camera { get; init; } = new();

    /// <summary>Speeds of the belt for delays in encoder counts: from a time on, counts per second. Empty: no encoder.</summary>
    public IReadOnlyList<(long Time, long CountsPerSecond)> Belt { get; init; } = [];

    /// <summary>Random faults.</summary>
    public FaultRates Faults { get; init; } = new();

    /// <summary>Time between two steps of the inspection code.</summary>
    public long PollInterval { get; init; } = 1_000;

    /// <summary>A step comes up to this much later at random: the camera's managed time slices are 20 ms.</summary>
    public long PollJitter { get; init; }

    /// <summary>How long a part covers the sensor.</summary>
    public long SensorPulse { get; init; } = 8_000;

    /// <summary>How long a bouncing contact bounces.</summary>
    public long BounceTime { get; init; } = 600;

    /// <summary>A part is in view when it reached the sensor within this time of the moment that the exposure asks for.</summary>
    public long ViewTolerance { get; init; } = 10_000;

    /// <summary>How exactly a pulse must meet its due time.</summary>
    public long Tolerance { get; init; } = 1_000;

    /// <summary>The controller raises RESET this long after ERR; 0: never.</summary>
    public long ResetAfter { get; init; }

    /// <summary>The controller answers STO with ACK this long after it, and lowers it this long after STO went off; 0: never.</summary>
    public long AcknowledgeAfter { get; init; } = 3_000;

    /// <summary>Seed of everything random. The same seed repeats a run exactly.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>False keeps no events and only the edges of REJECT and ERR, for very long runs.</summary>
    public bool RecordAll { get; init; } = true;
}
