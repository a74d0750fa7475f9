using System.Reflection;
using System.Security.Cryptography;

namespace EdgeAD.Vision.Backbones;

/// <summary>A float network that turns a picture into feature maps; docs/backbone-format.md describes its file.</summary>
public sealed class Backbone
{
    /// <summary>Most maps that can be concatenated into one feature vector.</summary>
    public const int MaxCuts = 3;

    private const string DefaultResource = "default.safetensors";
    private readonly IReadOnlyDictionary<string, LayerWeights> _weights;
    private readonly Dictionary<string, BackboneLayer> _byName;
    private readonly Lazy<string> _sha256;

    /// <summary>Puts a backbone together and checks that it is one.</summary>
    /// <param name="name">Free text, e.g. <c>mobilenet_v2_0.35</c>.</param>
    /// <param name="input">Preprocessing.</param>
    /// <param name="layers">Layers in execution order.</param>
    /// <param name="weights">Weights of every layer except <see cref="LayerOp.Add"/>.</param>
    /// <param name="defaultCut">Layers whose maps are the features unless the user says otherwise.</param>
    /// <param name="license">Licence note of the weights.</param>
    /// <param name="provenance">How the weights came to be.</param>
    /// <param name="sha256">Hash of the file, or null for the hash of the canonical serialisation.</param>
    /// <exception cref="EdgeAdException">E1201 when layers, shapes and weights do not fit together.</exception>
    public Backbone(
        string name,
        Preprocessing input,
        IReadOnlyList<BackboneLayer> layers,
        IReadOnlyDictionary<string, LayerWeights> weights,
        IReadOnlyList<string> defaultCut,
        string license = "",
        string provenance = "",
        string? sha256 = null)
    {
        BackboneGraph.Check(name, input, layers, weights);
        (Name, Input, Layers, License, Provenance, _weights) = (name, input, layers, license, provenance, weights);
        _byName = layers.ToDictionary(l => l.Name, StringComparer.Ordinal);
        DefaultCut = ResolveCuts(defaultCut);
        _sha256 = sha256 is null
            ? new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(ToBytes())))
            : new Lazy<string>(sha256);
    }

    /// <summary>Free text, e.g. <c>mobilenet_v2_0.35</c>.</summary>
    public string Name { get; }

    /// <summary>Preprocessing of the picture.</summary>
    public Preprocessing Input { get; }

    /// <summary>Layers in execution order.</summary>
    public IReadOnlyList<BackboneLayer> Layers { get; }

    /// <summary>Layers whose maps are the features unless the user says otherwise.</summary>
    public IReadOnlyList<string> DefaultCut { get; }

    /// <summary>Licence note of the weights.</summary>
    public string License { get; }

    /// <summary>How the weights came to be.</summary>
    public string Provenance { get; }

    /// <summary>SHA-256 of the file it was read from, or of its canonical serialisation; lower-case hex.</summary>
    public string Sha256 => _sha256.Value;

    /// <summary>Weights of a layer; empty arrays for <see cref="LayerOp.Add"/>.</summary>
    public LayerWeights WeightsOf(string layer) =>
        LayerOf(layer).Op == LayerOp.Add ? new LayerWeights([], []) : _weights[layer];

    /// <summary>The layer of that exact name.</summary>
    /// <exception cref="EdgeAdException">E1203 when there is none.</exception>
    public BackboneLayer LayerOf(string name) =>
        _byName.TryGetValue(name, out BackboneLayer? layer) ? layer : throw UnknownCut(name);

    /// <summary>Layers that make sense as a cut: every block's expand layer and every block's output, in order.</summary>
    public IReadOnlyList<string> CutPoints => BackboneGraph.CutPoints(Layers);

    /// <summary>Picture pixels per feature-map cell along one axis.</summary>
    public int StrideOf(string layer) => BackboneGraph.Strides(Layers)[LayerOf(layer).Name];

    /// <summary>Side of the picture area that one cell of the layer sees, in pixels.</summary>
    public int ReceptiveFieldOf(string layer) => BackboneGraph.ReceptiveFields(Layers)[LayerOf(layer).Name];

    /// <summary>Multiply-accumulates of all layers for a picture of that size.</summary>
    public long Macs(int height, int width) => BackboneGraph.Macs(Layers, height, width).Values.Sum();

    /// <summary>Exact layer names for what the user wrote: a layer, <c>block_6_expand_relu</c>, or <c>block_5</c> for the block's output.</summary>
    /// <exception cref="EdgeAdException">E1203: no, too many, repeated or unknown names; lists the possible ones.</exception>
    public IReadOnlyList<string> ResolveCuts(IReadOnlyList<string> cuts)
    {
        if (cuts.Count is 0 or > MaxCuts)
            throw new EdgeAdException(ErrorCode.BackboneCut, $"{cuts.Count} cuts given, 1 to {MaxCuts} are possible", CutHint);
        var resolved = new List<string>();
        foreach (string cut in cuts)
        {
            string name = BackboneGraph.ResolveCut(_byName, cut) ?? throw UnknownCut(cut);
            if (resolved.Contains(name))
                throw new EdgeAdException(ErrorCode.BackboneCut, $"the cut '{cut}' is named twice", "name every cut once");
            resolved.Add(name);
        }

        return resolved;
    }

    /// <summary>The same backbone without the layers that the cuts do not need; the cuts become its default.</summary>
    /// <exception cref="EdgeAdException">E1203 as for <see cref="ResolveCuts"/>.</exception>
    public Backbone Truncate(IReadOnlyList<string> cuts)
    {
        IReadOnlyList<string> names = ResolveCuts(cuts);
        HashSet<string> needed = BackboneGraph.Needed(Layers, names);
        BackboneLayer[] layers = Layers.Where(l => needed.Contains(l.Name)).ToArray();
        var weights = layers.Where(l => l.Op != LayerOp.Add).ToDictionary(l => l.Name, l => _weights[l.Name], StringComparer.Ordinal);
        return new Backbone(Name, Input, layers, weights, names, License, Provenance);
    }

    /// <summary>Reads a backbone file.</summary>
    /// <exception cref="EdgeAdException">E1101 no such file, E1201 not a backbone file.</exception>
    public static Backbone Load(string path)
    {
        if (!File.Exists(path))
            throw new EdgeAdException(ErrorCode.PathNotFound, $"no backbone file at {path}", "check the path; the built-in one is used when no file is named");
        try
        {
            return BackboneFile.Read(File.ReadAllBytes(path), Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{path} cannot be read: {e.Message}", "check its permissions", e);
        }
    }

    /// <summary>The backbone that comes with EdgeAD; tools/backbones holds its model card.</summary>
    public static Backbone LoadDefault()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(DefaultResource)
            ?? throw new EdgeAdException(ErrorCode.BackboneUnreadable, "the built-in backbone is missing from this build", "rebuild from a complete checkout");
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return BackboneFile.Read(all.ToArray(), "built-in backbone");
    }

    /// <summary>Writes the backbone as float32.</summary>
    /// <exception cref="EdgeAdException">E1401 when it cannot be written; an older file then stays as it was.</exception>
    public void Save(string path) => Save(path, half: false);

    /// <summary>Writes the backbone as float32, or as float16 (half the bytes; far finer than the int8 it will become).</summary>
    public void Save(string path, bool half)
    {
        byte[] bytes = ToBytes(half);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>The canonical serialisation: what <see cref="Save(string)"/> writes.</summary>
    public byte[] ToBytes(bool half = false) => BackboneFile.Write(this, half);

    private EdgeAdException UnknownCut(string name) =>
        new(ErrorCode.BackboneCut, $"'{name}' is no layer of {Name}", CutHint);

    private string CutHint => "possible cuts: " + string.Join(", ", CutPoints);
}
