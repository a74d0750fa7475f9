namespace EdgeAD.Vision.Bench;

/// <summary>What <see cref="DetectionBench"/> runs.</summary>
public sealed record DetectionBenchOptions
{
    /// <summary>Folders of data sets with good and defective test pictures.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Backbone files; null is the built-in one.</summary>
    public IReadOnlyList<string?> Backbones { get; init; } = [null];

    /// <summary>Splits per data set: the folders' own, then reshuffles.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>Requested false-reject rate.</summary>
    public double FalseRejectRate { get; init; } = 0.01;

    /// <summary>Input sizes to search; null for all.</summary>
    public IReadOnlyList<int>? Sizes { get; init; }
}
