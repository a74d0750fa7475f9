namespace EdgeAD.Vision.Bench;

/// <summary>One table of operators on one target with one model.</summary>
public sealed record TableFigures
{
    /// <summary>Name in tests/targets/targets.sh, or <see cref="Host"/>.</summary>
    public required string Target { get; init; }

    /// <summary>Operators: <c>reference</c> or a faster table.</summary>
    public required string Table { get; init; }

    /// <summary><c>us</c> or <c>instructions</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>A whole frame: picture conversion, layers, head, schedule.</summary>
    public required double Frame { get; init; }

    /// <summary>The same for a frame of 240x240 pixels RGB565, as small cameras send it.</summary>
    public required double Camera { get; init; }

    /// <summary>Projection, density and image score of all cells.</summary>
    public required double Head { get; init; }

    /// <summary>Working memory of the engine on that target, line buffers and repacked weights included.</summary>
    public required long EngineBytes { get; init; }

    /// <summary>Code of the whole library on that target; 0: not known.</summary>
    public long CodeBytes { get; init; }

    public required IReadOnlyList<LayerFigure> Layers { get; init; }

    /// <summary>This machine, as a target.</summary>
    public const string Host = "host";

    /// <summary>Reference C, as a table.</summary>
    public const string Plain = "reference";

    /// <summary>All layers together: the backbone, which other runtimes are compared with.</summary>
    public double Backbone => Layers.Sum(l => l.Value);

    /// <summary>Multiply-accumulates of the backbone.</summary>
    public long Macs => Layers.Sum(l => l.Macs);
}
