namespace EdgeAD.Vision.Datasets;

/// <summary>How a folder of pictures becomes a data set.</summary>
public sealed record DatasetOptions
{
    /// <summary>
    /// Regular expression that names the part in a picture's file name: the first capture group, or the whole match when there is none.
    /// Null: every file is a part of its own.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Share of the good pictures that is kept for testing where the folders do not say so; above 0, below 1.</summary>
    public double TestFraction { get; init; } = 0.3;

    /// <summary>Seed of the split.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// Split the good pictures anew by part even if the folders already say train and test.
    /// Without it, folders that put one part on both sides are an error.
    /// </summary>
    public bool Resplit { get; init; }
}
