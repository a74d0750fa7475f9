using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Synthesis;

/// <summary>What <see cref="DatasetSynthesizer"/> writes.</summary>
public sealed record SynthesisOptions
{
    /// <summary>Kinds of defects.</summary>
    public IReadOnlyList<SyntheticKind> Kinds { get; init; } = Enum.GetValues<SyntheticKind>();

    /// <summary>Severities.</summary>
    public IReadOnlyList<Difficulty> Difficulties { get; init; } = Enum.GetValues<Difficulty>();

    /// <summary>Defects per kind and severity, each on the next held-out good picture; 1..10000.</summary>
    public int Defects { get; init; } = 8;

    /// <summary>Further views of every good training picture, 0..100.</summary>
    public int Augment { get; init; }

    /// <summary>Share of the good pictures held out where the data set has no good test pictures.</summary>
    public double TestFraction { get; init; } = 0.3;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>Checks the ranges above.</summary>
    /// <exception cref="EdgeAdException">E1001 names the option and what it may be.</exception>
    public void Validate()
    {
        Require(Kinds.Count > 0 && Difficulties.Count > 0, "no kind or no severity of defect is left", "name at least one");
        Require(Defects is >= 1 and <= 10_000, $"--defects {Defects} is not possible", "give 1 to 10000");
        Require(Augment is >= 0 and <= 100, $"--augment {Augment} is not possible", "give 0 to 100");
        Require(TestFraction is > 0 and < 1, "the test fraction is not possible", "give a share between 0 and 1");
    }

    private static void Require(bool good, string what, string next)
    {
        if (!good)
            throw new EdgeAdException(ErrorCode.InvalidOption, what, next);
    }
}
