using EdgeAD.Core;

namespace EdgeAD.Shims;

/// <summary>A run of the simulated factory.</summary>
public sealed record FactoryOptions
{
    /// <summary>Parts that arrive.</summary>
    public int Parts { get; init; } = 20_000;

    /// <summary>Parts per second.</summary>
    public double Rate { get; init; } = 20;

    /// <summary>Share of bad parts.</summary>
    public double BadShare { get; init; } = 0.05;

    /// <summary>True lets things go wrong at random.</summary>
    public bool Faults { get; init; }

    /// <summary>What an energised REJECT means.</summary>
    public Polarity Polarity { get; init; } = Polarity.EnergiseToReject;

    /// <summary>Unit of the delays.</summary>
    public DelayDomain Domain { get; init; } = DelayDomain.Encoder;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Microseconds from one picture of the sensor to the next; 0: a sensor that exposes when ordered.</summary>
    public long FrameInterval { get; init; } = 20_000;

    /// <summary>Bad parts in a row that raise ERR.</summary>
    public int NgStop { get; init; } = 8;

    /// <summary>What is broken on purpose, to see that the checker notices.</summary>
    public Sabotage Sabotage { get; init; }

    /// <summary>Wi-Fi is there and comes and goes; false: the camera has none.</summary>
    public bool Network { get; init; } = true;
}
