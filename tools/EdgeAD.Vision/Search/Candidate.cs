using System.Globalization;
using EdgeAD.Schema;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>One configuration of the detector that a search can try.</summary>
public sealed record Candidate
{
    /// <summary>Side of the square input in pixels.</summary>
    public required int InputSize { get; init; }

    /// <summary>Brightness only.</summary>
    public required bool Grey { get; init; }

    /// <summary>Layers whose maps are the features.</summary>
    public required IReadOnlyList<string> Cuts { get; init; }

    /// <summary>Projection, density and image score; its seed is not looked at.</summary>
    public required DensityOptions Density { get; init; }

    /// <summary>Names the configuration; equal exactly when the configurations are.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{FitKey} top{100 * Density.TopFraction:0.#}");

    /// <summary>What must be extracted once: input size and colour.</summary>
    public (int InputSize, bool Grey) Bank => (InputSize, Grey);

    /// <summary>What must be fitted once: everything but the image score.</summary>
    public string FitKey => string.Create(CultureInfo.InvariantCulture, $"{InputSize}{(Grey ? "-grey" : "")} {string.Join('+', Cuts)} {Family} d{Density.Dimensions}");

    /// <summary>Density in words: family, then what is unusual about it.</summary>
    public string Family => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Density.Scope == Scope.PerCell ? Density.Jitter ? "jitter" : "cell" : $"{(Density.Positions ? "place" : "shared")}{Density.Components}")}{(Density.Covariance == Covariance.Diagonal ? "-diagonal" : "")}{(Density.Smooth ? "-smooth" : "")}{(Density.Projection == ProjectionKind.Trailing ? $"-without{Density.Discard}" : "")}");

    /// <summary>Cells whose mean is the image score.</summary>
    public int TopCount(int cells) => Math.Max(1, (int)Math.Round(Density.TopFraction * cells));

    /// <summary>The options that make <see cref="ModelTrainer"/> build this configuration.</summary>
    public TrainOptions Apply(TrainOptions common) => common with
    {
        InputSize = InputSize,
        Grey = Grey,
        Cuts = Cuts,
        Density = Density,
    };
}
