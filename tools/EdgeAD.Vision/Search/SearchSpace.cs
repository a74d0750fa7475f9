using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Search;

/// <summary>Which configurations a search looks at.</summary>
/// <remarks>
/// The choices come from docs/detection.md: cuts around the middle of a MobileNetV2, because earlier layers see too little and later ones have lost the
/// place, a fine one beside one that sees further; one Gaussian per cell for fixtured parts, a shared mixture for the rest; the mean of the worst few per cent
/// of the cells. From 160 pixels on one full Gaussian per cell does not fit a model of the default size.
/// </remarks>
internal sealed class SearchSpace
{
    private static readonly string[][] KnownCuts =
    [
        ["block_3", "block_4", "block_5"],
        ["block_3", "block_5", "block_7"],
        ["block_5", "block_8"],
        ["block_3", "block_5", "block_9"],
        ["block_6_expand"],
    ];

    private static readonly int[] ScreenedSizes = [96, 128, 160], AllSizes = [96, 112, 128, 160, 192, 224];
    private static readonly double[] Shares = [0, 0.03, 0.1];
    private readonly IReadOnlyList<string> _defaultCut;

    /// <summary>The space of a backbone.</summary>
    /// <param name="backbone">Cuts it does not have are left out; where none is left, its default cut is the only one.</param>
    public SearchSpace(Backbone backbone)
    {
        string[] points = [.. backbone.CutPoints];
        Cuts = [.. KnownCuts.Select(c => Resolve(backbone, c)).OfType<IReadOnlyList<string>>().Where(c => c.All(points.Contains))];
        if (Cuts.Count == 0)
            Cuts = [backbone.DefaultCut];
        _defaultCut = backbone.DefaultCut;
    }

    /// <summary>Feature maps to choose from.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Cuts { get; }

    /// <summary>All layers that any cut names.</summary>
    public IReadOnlyList<string> Layers => [.. Cuts.SelectMany(c => c).Distinct(StringComparer.Ordinal)];

    /// <summary>Input sizes of the first round.</summary>
    public IReadOnlyList<int> Sizes => ScreenedSizes;

    /// <summary>The nearest sizes that the first round has left out.</summary>
    public IEnumerable<int> SizesBeside(int size) => AllSizes.Except(ScreenedSizes).Where(s => Math.Abs(s - size) <= 32);

    /// <summary>The first round: every size and cut with the plainest densities.</summary>
    public IEnumerable<Candidate> Screen(int size, bool grey) =>
        from cuts in Cuts
        from density in (DensityOptions[])[new(), new() { Jitter = true }, new() { Scope = Scope.Shared, Components = 4 }]
        from candidate in Variants(size, grey, cuts, density)
        select candidate;

    /// <summary>What <c>edgead train</c> builds unless told otherwise.</summary>
    public Candidate Defaults(bool grey)
    {
        var options = new TrainOptions();
        return new Candidate { InputSize = options.InputSize, Grey = grey, Cuts = _defaultCut, Density = options.Density };
    }

    /// <summary>The second round around a candidate that did well.</summary>
    public IEnumerable<Candidate> Around(Candidate best)
    {
        DensityOptions density = best.Density;
        DensityOptions[] near =
        [
            density, density with { Dimensions = 20 }, density with { Dimensions = 24 }, density with { Smooth = true },
            density with { Projection = ProjectionKind.Trailing }, .. density.Scope == Scope.Shared
                ? (DensityOptions[])[density with { Components = 1 }, density with { Components = 16 }, density with { Positions = true }]
                : [density with { Jitter = !density.Jitter }],
        ];
        return near.SelectMany(d => Variants(best.InputSize, best.Grey, best.Cuts, d));
    }

    private static IEnumerable<Candidate> Variants(int size, bool grey, IReadOnlyList<string> cuts, DensityOptions density) =>
        Shares.Select(share => new Candidate { InputSize = size, Grey = grey, Cuts = cuts, Density = density with { TopFraction = share } });

    private static IReadOnlyList<string>? Resolve(Backbone backbone, string[] cuts)
    {
        try
        {
            return backbone.ResolveCuts(cuts);
        }
        catch (EdgeAdException e) when (e.Code == ErrorCode.BackboneCut)
        {
            return null;
        }
    }
}
