namespace EdgeAD.ModelPacker.Simulation;

/// <summary>A run of parts past a simulated camera.</summary>
internal sealed record SimulationOptions
{
    /// <summary>Parts per minute.</summary>
    public double Rate { get; init; } = 120;

    /// <summary>How many parts arrive; 0 = every test picture once.</summary>
    public int Parts { get; init; }

    /// <summary>Virtual milliseconds from the last row to the verdict, in the place of the microcontroller's time.</summary>
    public double LatencyMs { get; init; } = 40;

    /// <summary>Seed of the order of parts and of the jitter of their arrival.</summary>
    public int Seed { get; init; }
}
