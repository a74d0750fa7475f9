using EdgeAD.Schema;
using EdgeAD.Vision.Density;

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

    /// <summary>Projection, density and image score; its seed is <see cref="Seed"/>.</summary>
    public DensityOptions Density { get; init; } = new();

    /// <summary>Share of good parts that may be rejected.</summary>
    public double TargetFalseRejectRate { get; init; } = 0.01;

    /// <summary>Move the threshold with the data set's pictures of defects in view; the model says so for ever.</summary>
    public bool TuneOnDefects { get; init; }

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
        Require(Density.Dimensions is >= 1 and <= 128, $"--dims {Density.Dimensions}", "1 to 128");
        Require(Density.Components is >= 1 and <= 64, $"--components {Density.Components}", "1 to 64");
        Require(Density.Discard is >= 0 and <= 128, $"--discard {Density.Discard}", "0 to 128");
        Require(Density.TopFraction is >= 0 and <= 1, $"--top {Density.TopFraction}", "0 to 1");
    }

    private static void Require(bool good, string what, string allowed)
    {
        if (!good)
            throw new EdgeAdException(ErrorCode.InvalidOption, $"{what} is not possible", $"give {allowed}");
    }
}
