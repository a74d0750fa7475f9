namespace EdgeAD.Vision.Bench;

/// <summary>What <see cref="KernelBench"/> measures.</summary>
public sealed record KernelBenchOptions
{
    /// <summary>Model file; null: the network that <c>edgead train</c> builds unless told otherwise, with nothing learnt.</summary>
    public string? Model { get; init; }

    /// <summary>Emulated targets too.</summary>
    public bool Emulated { get; init; }

    /// <summary>Which of them; empty: all that are worth counting.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>ONNX Runtime beside the kernels.</summary>
    public bool Peers { get; init; } = true;

    /// <summary>Frames that each median is taken over.</summary>
    public int Rounds { get; init; } = 900;
}
