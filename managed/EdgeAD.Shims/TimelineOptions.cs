namespace EdgeAD.Shims;

/// <summary>What a timing diagram shows.</summary>
public sealed record TimelineOptions
{
    /// <summary>Title; also what a screen reader says.</summary>
    public required string Title { get; init; }

    /// <summary>Left end in microseconds.</summary>
    public required long From { get; init; }

    /// <summary>Right end; greater than <see cref="From"/>.</summary>
    public required long To { get; init; }

    /// <summary>Signals from top to bottom.</summary>
    public IReadOnlyList<string> Signals { get; init; } = SignalNames.All;

    /// <summary>Lengths of time to point out.</summary>
    public IReadOnlyList<TimelineSpan> Spans { get; init; } = [];

    /// <summary>Width in pixels.</summary>
    public int Width { get; init; } = 960;
}
