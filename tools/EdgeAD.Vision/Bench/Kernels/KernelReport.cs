namespace EdgeAD.Vision.Bench;

/// <summary>What <c>edgead bench kernels</c> measured.</summary>
public sealed record KernelReport
{
    public required string Tool { get; init; }
    public required string Commit { get; init; }

    /// <summary>Processor of this machine.</summary>
    public required string Machine { get; init; }

    /// <summary>What was run, e.g. <c>MobileNetV2-0.35 ...</c>.</summary>
    public required string Model { get; init; }

    /// <summary>True for the network that <c>edgead train</c> builds unless told otherwise: the one that earlier figures of other runtimes are about.</summary>
    public required bool IsDefault { get; init; }
    public required long ModelBytes { get; init; }

    /// <summary>Line buffers, the same on every target.</summary>
    public required long ArenaBytes { get; init; }

    /// <summary>Names of the layers, in the order of <see cref="TableFigures.Layers"/>.</summary>
    public required IReadOnlyList<string> LayerNames { get; init; }
    public required IReadOnlyList<TableFigures> Tables { get; init; }
    public required IReadOnlyList<PeerFigure> Peers { get; init; }

    /// <summary>What could not be measured and why.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Tables by target, each target's fastest first.</summary>
    public IEnumerable<IGrouping<string, TableFigures>> ByTarget() => Tables.GroupBy(t => t.Target);
}
