using EdgeAD.Vision.Bench;

namespace EdgeAD.Vision.Cost;

/// <summary>Instructions of any model on a target, from counts of some: per kind of layer and amount of work, fitted by least squares.</summary>
public sealed class CostModel
{
    private readonly Dictionary<string, double[]> _layers, _packed;
    private readonly Dictionary<(string Kind, int In, int Out), int> _packedExactly; // whatever rows and columns a layer has
    private readonly double[] _head, _rest;

    private readonly IReadOnlyList<ConversionCost> _conversions;

    private CostModel(IReadOnlyList<CostSample> samples, IReadOnlyList<ConversionCost> conversions)
    {
        _conversions = conversions;
        LayerFigure[] layers = [.. samples.SelectMany(s => s.Shape.Layers)];
        _layers = layers.GroupBy(CostTerms.KindOf).ToDictionary(g => g.Key, g => LeastSquares.Fit([.. g.Select(CostTerms.Of)], [.. g.Select(l => l.Value)]), StringComparer.Ordinal);
        _packed = layers.Where(l => l.PackedBytes > 0).GroupBy(CostTerms.KindOf)
            .ToDictionary(g => g.Key, g => LeastSquares.Fit([.. g.Select(CostTerms.Packed)], [.. g.Select(l => (double)l.PackedBytes)]), StringComparer.Ordinal);
        _packedExactly = layers.GroupBy(l => (CostTerms.KindOf(l), l.In, l.Out)).ToDictionary(g => g.Key, g => g.Max(l => l.PackedBytes));
        _head = LeastSquares.Fit([.. samples.Select(s => CostTerms.Head(s.Shape))], [.. samples.Select(s => s.Head)]);
        _rest = conversions.Count == 0 ? [] : LeastSquares.Fit([.. samples.Select(s => CostTerms.Rest(s.Shape))], [.. samples.Select(s => s.Rest(Conversion(s.Shape)))]);
    }

    /// <summary>Fits to counts.</summary>
    /// <param name="samples">Models.</param>
    /// <param name="conversions">Camera frames to model rows; none: <see cref="Camera"/> cannot be asked.</param>
    public static CostModel Fit(IReadOnlyList<CostSample> samples, IReadOnlyList<ConversionCost> conversions) =>
        samples.Count > 0 ? new CostModel(samples, conversions) : throw new ArgumentException("nothing was counted", nameof(samples));

    /// <summary>Instructions from a camera frame of 240x240 pixels RGB565 to the rows of the model.</summary>
    public double Conversion(ModelShape shape) => ConversionCost.Of(_conversions, Math.Sqrt(shape.InputPixels), shape.InputChannels);

    /// <summary>Instructions of one layer.</summary>
    public double Layer(LayerFigure layer) => Dot(Coefficients(_layers, layer), CostTerms.Of(layer));

    /// <summary>Instructions of projection, density and image score.</summary>
    public double Head(ModelShape shape) => Dot(_head, CostTerms.Head(shape));

    /// <summary>Instructions of a camera frame of 240x240 pixels, everything included.</summary>
    public double Camera(ModelShape shape) => Conversion(shape) + shape.Layers.Sum(Layer) + Head(shape) + Dot(_rest, CostTerms.Rest(shape));

    /// <summary>Working memory, weights that operators repack included.</summary>
    public double EngineBytes(ModelShape shape) => shape.EngineBytes + shape.Layers.Sum(PackedBytes);

    private double PackedBytes(LayerFigure layer) =>
        _packedExactly.TryGetValue((CostTerms.KindOf(layer), layer.In, layer.Out), out int bytes) ? bytes
        : _packed.TryGetValue(CostTerms.KindOf(layer), out double[]? fitted) ? Dot(fitted, CostTerms.Packed(layer))
        : 0;

    /// <summary>Relative errors of whole frames, each sample estimated from the counts of all others.</summary>
    /// <param name="samples">Models.</param>
    /// <param name="conversions">Camera frames to model rows; they are counted at every size, so none is left out.</param>
    public static IReadOnlyList<double> CrossValidate(IReadOnlyList<CostSample> samples, IReadOnlyList<ConversionCost> conversions) =>
        [.. samples.Select((s, i) => (Without(samples, i, conversions).Camera(s.Shape) / s.Camera) - 1)];

    /// <summary>The same for working memory.</summary>
    /// <param name="samples">Models.</param>
    public static IReadOnlyList<double> CrossValidateMemory(IReadOnlyList<CostSample> samples) =>
        [.. samples.Select((s, i) => (Without(samples, i, []).EngineBytes(s.Shape) / s.EngineBytes) - 1)];

    /// <summary>The model that a sample took no part in.</summary>
    internal static CostModel Without(IReadOnlyList<CostSample> samples, int left, IReadOnlyList<ConversionCost> conversions) =>
        Fit([.. samples.Where((_, j) => j != left)], conversions);

    /// <summary>A kind of layer that was never counted costs what the kind with the longest common name does, e.g. the other stride.</summary>
    private static double[] Coefficients(Dictionary<string, double[]> known, LayerFigure layer)
    {
        string kind = CostTerms.KindOf(layer);
        if (known.TryGetValue(kind, out double[]? exact))
            return exact;
        string? near = known.Keys.Where(k => k.Split(' ')[0] == layer.Op).OrderByDescending(k => k.Zip(kind).TakeWhile(p => p.First == p.Second).Count()).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();
        return near is null ? throw new ArgumentException($"no layer like '{kind}' was ever counted", nameof(layer)) : known[near];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
