using System.Text.Json.Serialization;
using EdgeAD.Schema;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Inference;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Cost;

/// <summary>What of a model decides its cost: shapes, no values.</summary>
public sealed record ModelShape
{
    /// <summary>Pixels of the input.</summary>
    public required int InputPixels { get; init; }

    /// <summary>3 or 1.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Cells of the grid.</summary>
    public required int Cells { get; init; }

    /// <summary>Values that are averaged because a cut is finer than the grid; 0 where none is.</summary>
    public required int PooledValues { get; init; }

    /// <summary>Channels of all cuts together.</summary>
    public required int Features { get; init; }

    /// <summary>Dimensions of the projection.</summary>
    public required int Projected { get; init; }

    /// <summary>Dimensions that the density sees.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Gaussians looked at for each cell.</summary>
    public required int Gaussians { get; init; }
    public required bool FullCovariance { get; init; }

    /// <summary>One mixture for all cells.</summary>
    [JsonIgnore]
    public bool SharedDensity { get; init; }

    /// <summary>A cell's score is the best of its own density and its neighbours'.</summary>
    [JsonIgnore]
    public bool Neighbours { get; init; }

    /// <summary>The density's numbers in the file, all of which a frame reads.</summary>
    [JsonIgnore]
    public int DensityBytes { get; init; }
    public required bool Smoothed { get; init; }

    /// <summary>Working memory of an engine with 32-bit pointers, without what operators repack.</summary>
    public required int EngineBytes { get; init; }

    /// <summary>The layers; their values are 0.</summary>
    public required IReadOnlyList<LayerFigure> Layers { get; init; }

    /// <summary>Multiply-accumulates per pass of one cell's Gaussian.</summary>
    public int WhiteningMacs => FullCovariance ? Dimensions * (Dimensions + 1) / 2 : Dimensions;

    /// <summary>Reads the shape of a model file; the kernels verify it first.</summary>
    /// <exception cref="EdgeAdException">E13xx when the file is refused.</exception>
    public static ModelShape Read(byte[] file, string name = "model")
    {
        using var engine = new Engine(file, name);
        Model model = Model.GetRootAsModel(new ByteBuffer(file));
        Network network = model.Network!.Value;
        Head head = model.Head!.Value;
        Schema.Density density = model.Density!.Value;
        int gaussians = density.Components * (density.Reach > 0 ? 9 : 1);
        return new ModelShape
        {
            InputPixels = model.Input!.Value.Width * model.Input.Value.Height,
            InputChannels = model.Input.Value.Channels,
            Cells = head.GridRows * head.GridColumns,
            PooledValues = Enumerable.Range(0, head.CutsLength).Select(i => head.Cuts(i)!.Value).Where(c => c.Pool > 1)
                .Sum(c => head.GridRows * head.GridColumns * c.Pool * c.Pool * network.Tensors(c.Tensor)!.Value.Channels),
            Features = (int)engine.Info.Features,
            Projected = head.Dimensions,
            Dimensions = (int)engine.Info.Dimensions,
            Gaussians = gaussians,
            FullCovariance = density.Covariance == Covariance.Full,
            SharedDensity = density.Scope == Scope.Shared,
            Neighbours = density.Reach > 0,
            DensityBytes = (density.WhitenLength * sizeof(short)) + (density.BiasLength * sizeof(int)) + (density.ScaleLength * sizeof(float)) + (density.ConstantsLength * sizeof(float)),
            Smoothed = head.Smoothing == 3,
            EngineBytes = (int)engine.Info.DeviceBytes,
            Layers = LayersOf(network),
        };
    }

    /// <summary>An addition in a network of shifts has inputs of one scale and costs what its neighbours do, though its own multipliers are written down as exact ones.</summary>
    private static LayerFigure[] LayersOf(Network network)
    {
        Layer[] layers = [.. Enumerable.Range(0, network.LayersLength).Select(i => network.Layers(i)!.Value)];
        bool shift = layers.Any(l => l.Op != Op.Add && l.Requantisation == Requantisation.Shift);
        return [.. layers.Select((l, i) =>
        {
            Tensor input = network.Tensors(l.Input)!.Value, output = network.Tensors(i + 1)!.Value;
            string requantisation = l.Op == Op.Add ? (shift ? "shift" : "exact") : l.Requantisation == Requantisation.Shift ? "shift" : "exact";
            return new LayerFigure(l.Op.ToString().ToLowerInvariant(), output.Rows, output.Columns, input.Channels, output.Channels, l.Stride, requantisation, 0, 0);
        })];
    }
}
