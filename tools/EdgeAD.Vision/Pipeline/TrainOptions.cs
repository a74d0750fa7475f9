using EdgeAD.Schema;

namespace EdgeAD.Vision.Pipeline;

/// <summary>What <see cref="ModelTrainer"/> may be told; the defaults are good.</summary>
public sealed record TrainOptions
{
    /// <summary>Side of the square model input in pixels, 32..512, a multiple of 8.</summary>
    public int InputSize { get; init; } = 96;

    /// <summary>Backbone file; null for the built-in one.</summary>
    public string? BackbonePath { get; init; }

    /// <summary>Layers whose maps are the features, at most three; null for the backbone's default.</summary>
    public IReadOnlyList<string>? Cuts { get; init; }

    /// <summary>Feed brightness only.</summary>
    public bool Grey { get; init; }

    /// <summary>How frames are fitted to the input.</summary>
    public Fit Fit { get; init; } = Fit.CenterCrop;

    /// <summary>One density for all cells (free position, textures) or one per cell (fixtured parts).</summary>
    public Scope Scope { get; init; } = Scope.PerCell;

    /// <summary>Dimensions of a cell's feature vector.</summary>
    public int Dimensions { get; init; } = 16;

    /// <summary>Components of the shared mixture.</summary>
    public int Components { get; init; } = 8;

    /// <summary>Share of the cells, the most anomalous ones, whose mean is the image score; 0 takes the single worst cell.</summary>
    public double TopFraction { get; init; } = 0.1;

    /// <summary>Share of good parts that may be rejected.</summary>
    public double TargetFalseRejectRate { get; init; } = 0.01;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>Name of the model; null for the data set's.</summary>
    public string? Name { get; init; }

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="EdgeAdException">E1001 names the option and what it may be.</exception>
    public void Validate()
    {
        Require(InputSize is >= 32 and <= 512 && InputSize % 8 == 0, $"--input {InputSize}", "a multiple of 8 between 32 and 512, e.g. 96");
        Require(TargetFalseRejectRate is > 0 and < 0.5, $"--fpr {TargetFalseRejectRate}", "above 0 and below 0.5, e.g. 0.01 for one good part in a hundred");
        Require(Dimensions is >= 1 and <= 128, $"--dims {Dimensions}", "1 to 128");
        Require(Components is >= 1 and <= 64, $"--components {Components}", "1 to 64");
        Require(TopFraction is >= 0 and <= 1, $"top fraction {TopFraction}", "0 to 1");
    }

    private static void Require(bool good, string what, string allowed)
    {
        if (!good)
            throw new EdgeAdException(ErrorCode.InvalidOption, $"{what} is not possible", $"give {allowed}");
    }
}
