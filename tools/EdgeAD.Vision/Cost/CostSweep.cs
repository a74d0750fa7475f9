using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Density;
using EdgeAD.Vision.Pipeline;

namespace EdgeAD.Vision.Cost;

/// <summary>Counts models of many shapes on a target, for <see cref="CostModel"/>.</summary>
public static class CostSweep
{
    private const string Early = "block_3_expand", Usual = "block_6_expand", Late = "block_13_expand";

    private sealed record Model(string Name, double Alpha, int Size, string[] Cuts, DensityOptions Density, bool Grey = false, bool Exact = false);

    // What training and search build, and something on every side of it: widths, sizes, cuts, families of densities. Every kind of layer is in two models at least.
    private static readonly Model[] Models =
    [
        new("default", 0.35, 96, [Usual], new()),
        new("large", 0.35, 160, [Usual], Shared(8, 16)),
        new("medium", 0.35, 128, [Usual], new() { Smooth = true }),
        new("small", 0.35, 64, [Usual], Shared(16, 24)),
        new("early", 0.35, 96, [Early], new() { Jitter = true }),
        new("late", 0.35, 96, [Late], Shared(4, 8) with { Covariance = Covariance.Diagonal }),
        new("late-large", 0.35, 160, [Late], new() { Dimensions = 24 }),
        new("two", 0.35, 96, [Early, Usual], new() { Dimensions = 24 }),
        new("two-large", 0.35, 144, [Usual, Late], Shared(8, 24)),
        new("grey", 0.35, 112, [Usual], new() { Dimensions = 8 }, Grey: true),
        new("grey-large", 0.35, 192, [Usual], Shared(2, 32), Grey: true),
        new("grey-early", 0.35, 96, [Early], new() { Smooth = true, Jitter = true }, Grey: true),
        new("uneven", 0.35, 88, [Usual], Shared(4, 16)),
        new("uneven-large", 0.35, 152, [Early], Shared(1, 8)),
        new("uneven-two", 0.35, 120, [Early, Usual], new()),
        new("s192", 0.35, 192, [Early], Shared(1, 16)),
        new("s224", 0.35, 224, [Usual], new() { Dimensions = 8 }),
        new("positions", 0.35, 96, [Usual], Shared(8, 16) with { Positions = true }),
        new("diagonal", 0.35, 80, [Usual], new() { Covariance = Covariance.Diagonal }),
        new("half", 0.5, 96, [Usual], new() { Dimensions = 24 }),
        new("half-late", 0.5, 64, [Late], Shared(8, 16) with { Smooth = true }),
        new("three-quarters", 0.75, 64, [Usual], new() { Jitter = true, Dimensions = 12 }),
        new("three-quarters-large", 0.75, 128, [Early], Shared(2, 12)),
        new("wide", 1.0, 64, [Usual], Shared(16, 16)),
        new("wide-large", 1.0, 96, [Early], new()),
        new("wider", 1.4, 64, [Usual], new()),
        new("narrow", 0.1, 96, [Usual], new()),
        new("narrow-early", 0.1, 128, [Early], Shared(4, 8)),
        new("exact", 0.35, 96, [Usual], Shared(1, 16), Exact: true),
        new("exact-large", 0.35, 128, [Early], Shared(2, 8), Exact: true),
        new("exact-half", 0.5, 64, [Usual], Shared(4, 16), Exact: true),
    ];

    /// <summary>Counts on one target.</summary>
    /// <param name="target">Name in tests/targets/targets.sh.</param>
    /// <param name="missing">Gets what is not installed.</param>
    /// <param name="cancel">Stops the emulator.</param>
    /// <returns>Null where tools are not installed.</returns>
    public static TargetCounts? Run(string target, ICollection<string> missing, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("edgead-cost-").FullName;
        try
        {
            Dictionary<string, byte[]> files = Models.ToDictionary(m => m.Name, File, StringComparer.Ordinal);
            foreach ((string name, byte[] file) in files)
                System.IO.File.WriteAllBytes(PathOf(folder, name), file);
            var conversions = new List<ConversionCost>();
            IReadOnlyDictionary<string, IReadOnlyList<TableFigures>> figures = EmulatedBench.Run(target, [.. Models.Select(m => PathOf(folder, m.Name))], conversions, missing, cancel);
            return figures.Count == 0 ? null : new TargetCounts
            {
                Target = target,
                Table = figures.Values.First()[0].Table,
                Tool = ToolVersion.Name,
                Commit = ToolVersion.Commit,
                CodeBytes = figures.Values.First()[0].CodeBytes,
                Conversions = conversions,
                Samples = [.. Models.Select(m => Sample(m.Name, files[m.Name], figures[m.Name][0]))],
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CostSample Sample(string name, byte[] file, TableFigures counted)
    {
        ModelShape shape = ModelShape.Read(file, name);
        LayerFigure[] layers = [.. shape.Layers.Zip(counted.Layers, (own, c) => own with { PackedBytes = c.PackedBytes, Value = c.Value })];
        return new CostSample(name, shape with { Layers = layers }, counted.Head, counted.Camera, counted.EngineBytes);
    }

    private static byte[] File(Model m)
    {
        Backbone backbone = m.Alpha == 0.35 ? Backbone.LoadDefault() : MobileNetV2.Random(m.Alpha, 1);
        return EmptyModel.Write(backbone, m.Cuts, m.Size, m.Grey, m.Density, m.Exact);
    }

    private static DensityOptions Shared(int components, int dimensions) => new() { Scope = Scope.Shared, Components = components, Dimensions = dimensions };

    private static string PathOf(string folder, string name) => Path.Combine(folder, name + ".ead");
}
