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

    /// <summary>One density for all cells or one per cell.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Components of a shared mixture; 1 for one Gaussian.</summary>
    public int Components { get; init; } = 1;

    /// <summary>Dimensions of a cell's feature vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Share of the cells whose mean is the image score; 0 takes the worst cell.</summary>
    public required double TopFraction { get; init; }

    /// <summary>Names the configuration; equal exactly when the configurations are.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{FitKey} top{100 * TopFraction:0.#}");

    /// <summary>What must be extracted once: input size and colour.</summary>
    public (int InputSize, bool Grey) Bank => (InputSize, Grey);

    /// <summary>What must be fitted once: everything but the image score.</summary>
    public string FitKey => string.Create(CultureInfo.InvariantCulture, $"{InputSize}{(Grey ? "-grey" : "")} {string.Join('+', Cuts)} {Family} d{Dimensions}");

    /// <summary>Density in words.</summary>
    public string Family => Scope == Scope.PerCell ? "cell" : string.Create(CultureInfo.InvariantCulture, $"shared{Components}");

    /// <summary>Cells whose mean is the image score.</summary>
    public int TopCount(int cells) => Math.Max(1, (int)Math.Round(TopFraction * cells));

    /// <summary>The options that make <see cref="ModelTrainer"/> build this configuration.</summary>
    public TrainOptions Apply(TrainOptions common) => common with
    {
        InputSize = InputSize,
        Grey = Grey,
        Cuts = Cuts,
        Density = Density,
    };

    /// <summary>Projection, density and image score.</summary>
    public DensityOptions Density => new() { Scope = Scope, Components = Components, Dimensions = Dimensions, TopFraction = TopFraction };
}
