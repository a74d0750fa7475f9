using EdgeAD.Schema;
using EdgeAD.Vision.Packing;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Inference;

/// <summary>What a model file says about itself. Figures about time are not in here: they belong to a machine.</summary>
public sealed record ModelCard
{
    public required string Name { get; init; }
    public required int InputWidth { get; init; }
    public required int InputHeight { get; init; }

    /// <summary>3 = RGB, 1 = luma.</summary>
    public required int InputChannels { get; init; }
    public required Fit Fit { get; init; }
    public required int GridRows { get; init; }
    public required int GridColumns { get; init; }

    /// <summary>Names of the layers whose maps are the features.</summary>
    public required IReadOnlyList<string> Cuts { get; init; }

    /// <summary>Length of a cell's feature vector.</summary>
    public required int Dimensions { get; init; }
    public required int Components { get; init; }
    public required Scope Scope { get; init; }
    public required Covariance Covariance { get; init; }

    /// <summary>Features are averaged over 3x3 cells.</summary>
    public required bool Smoothed { get; init; }

    /// <summary>The cell's place is a feature.</summary>
    public required bool Positions { get; init; }

    /// <summary>A cell is judged by the best of the densities around it.</summary>
    public required bool Jitter { get; init; }
    public required Aggregation Aggregation { get; init; }

    /// <summary>Cells averaged into the image score.</summary>
    public required int TopCount { get; init; }
    public required float Threshold { get; init; }
    public required double TargetFalseRejectRate { get; init; }

    /// <summary>Good parts behind the threshold.</summary>
    public required int HeldOutParts { get; init; }

    /// <summary>How many of them the threshold rejects.</summary>
    public required int HeldOutRejects { get; init; }

    /// <summary>90 % interval of the threshold that so many parts leave open.</summary>
    public required float ThresholdLow { get; init; }

    /// <inheritdoc cref="ThresholdLow"/>
    public required float ThresholdHigh { get; init; }

    /// <summary>The threshold was moved with pictures of defects in view.</summary>
    public required bool TunedOnDefects { get; init; }

    /// <summary>The model watches whether its line drifts.</summary>
    public required bool WatchesDrift { get; init; }
    public required string Tool { get; init; }
    public required string Commit { get; init; }
    public required string Dataset { get; init; }
    public required string DatasetSha256 { get; init; }
    public required int TrainPictures { get; init; }
    public required int TrainParts { get; init; }
    public required string Backbone { get; init; }
    public required string BackboneSha256 { get; init; }
    public required string BackboneLicense { get; init; }
    public required long Seed { get; init; }
    public required string Notes { get; init; }

    /// <summary>SHA-256 that stands in the file's header, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Monotonic counter for updates.</summary>
    public required uint Counter { get; init; }

    /// <summary>True when the header holds a signature (it is not checked here).</summary>
    public required bool Signed { get; init; }
    public required int FileBytes { get; init; }

    /// <summary>Weights, biases, requantisation and projection.</summary>
    public required int WeightBytes { get; init; }
    public required int DensityBytes { get; init; }
    public required int GoldenBytes { get; init; }

    /// <summary>Working memory of an engine on this machine, rows of feature maps included.</summary>
    public required int EngineBytes { get; init; }

    /// <summary>Part of <see cref="EngineBytes"/>: weights repacked for this processor.</summary>
    public int PackedBytes { get; init; }

    /// <summary>Working memory on a device with 32-bit pointers, without what its operators may repack.</summary>
    public required int DeviceBytes { get; init; }

    /// <summary>Rows of feature maps alone.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>Share of the multiply-accumulates that is left once the last input row is there.</summary>
    public required double TailShare { get; init; }

    /// <summary>Multiply-accumulates per frame, projection included.</summary>
    public required long Macs { get; init; }
    public required IReadOnlyList<LayerCard> Layers { get; init; }

    /// <summary>Reads the card of a model; the kernels verify the file first.</summary>
    /// <exception cref="EdgeAdException">E13xx when the file is refused.</exception>
    public static ModelCard Read(byte[] file, string name = "model")
    {
        using var engine = new Engine(file, name);
        return Read(file, engine, name);
    }

    /// <summary>Reads the card of a file that the kernels have verified; names and provenance, which they never touch, are only checked here.</summary>
    internal static ModelCard Read(byte[] file, Engine engine, string name)
    {
        try
        {
            return Read(file, engine);
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new EdgeAdException(ErrorCode.ModelCorrupt, $"'{name}' is refused: a name or the provenance points outside the file", "copy the file again or train it anew", e);
        }
    }

    private static ModelCard Read(byte[] file, Engine engine)
    {
        Model model = Model.GetRootAsModel(new ByteBuffer(file));
        Network network = model.Network!.Value;
        Head head = model.Head!.Value;
        Schema.Density density = model.Density!.Value;
        Calibration calibration = model.Calibration!.Value;
        LayerCard[] layers = [.. Enumerable.Range(0, network.LayersLength).Select(i => LayerCard.Read(network, i))];
        long projectionMacs = (long)head.GridRows * head.GridColumns * head.Dimensions * engine.Info.Features;
        Provenance? provenance = model.Provenance;
        return new ModelCard
        {
            Name = model.Name ?? "",
            InputWidth = model.Input!.Value.Width,
            InputHeight = model.Input.Value.Height,
            InputChannels = model.Input.Value.Channels,
            Fit = model.Input.Value.Fit,
            GridRows = head.GridRows,
            GridColumns = head.GridColumns,
            Cuts = [.. Enumerable.Range(0, head.CutsLength).Select(i => head.Cuts(i)!.Value.Tensor is var t && t > 0 ? layers[t - 1].Name : "input")],
            Dimensions = head.Dimensions + (head.PositionsLength > 0 ? 2 : 0),
            Components = density.Components,
            Scope = density.Scope,
            Covariance = density.Covariance,
            Smoothed = head.Smoothing == 3,
            Positions = head.PositionsLength > 0,
            Jitter = density.Reach > 0,
            Aggregation = calibration.Aggregation,
            TopCount = calibration.TopCount,
            Threshold = calibration.Threshold,
            TargetFalseRejectRate = Math.Round(calibration.TargetFalseRejectRate, 7),
            HeldOutParts = (int)calibration.HeldOutParts,
            HeldOutRejects = (int)calibration.HeldOutRejects,
            ThresholdLow = calibration.ThresholdLow,
            ThresholdHigh = calibration.ThresholdHigh,
            TunedOnDefects = calibration.TunedOnDefects,
            WatchesDrift = model.Drift is not null,
            Tool = provenance?.Tool ?? "",
            Commit = provenance?.Commit ?? "",
            Dataset = provenance?.Dataset ?? "",
            DatasetSha256 = provenance?.DatasetSha256 ?? "",
            TrainPictures = (int)(provenance?.TrainPictures ?? 0),
            TrainParts = (int)(provenance?.TrainParts ?? 0),
            Backbone = provenance?.Backbone ?? "",
            BackboneSha256 = provenance?.BackboneSha256 ?? "",
            BackboneLicense = provenance?.BackboneLicense ?? "",
            Seed = (long)(provenance?.Seed ?? 0),
            Notes = provenance?.Notes ?? "",
            Sha256 = Convert.ToHexStringLower(file.AsSpan(8, 32)),
            Counter = model.Counter,
            Signed = file.AsSpan(40, 64).ContainsAnyExcept((byte)0),
            FileBytes = file.Length,
            WeightBytes = layers.Sum(l => l.WeightBytes) + head.ProjectionLength + (9 * head.Dimensions),
            DensityBytes = (4 * density.ConstantsLength) + (2 * density.WhitenLength) + (8 * density.BiasLength),
            GoldenBytes = Enumerable.Range(0, model.GoldenLength).Sum(i => model.Golden(i)!.Value is var g ? g.PixelsLength + (4 * g.CellsLength) : 0),
            EngineBytes = (int)engine.Info.EngineBytes,
            ArenaBytes = (int)engine.Info.ArenaBytes,
            PackedBytes = (int)engine.Info.PackedBytes,
            DeviceBytes = (int)engine.Info.DeviceBytes,
            TailShare = Tail(network.GetScheduleArray() ?? [], layers, projectionMacs / head.GridRows) / (double)(layers.Sum(l => l.Macs) + projectionMacs),
            Macs = layers.Sum(l => l.Macs) + projectionMacs,
            Layers = layers,
        };
    }

    /// <summary>Multiply-accumulates behind the last input row.</summary>
    private static long Tail(byte[] schedule, LayerCard[] layers, long perHeadRow) =>
        schedule[(Array.LastIndexOf(schedule, StreamPlan.InputStep) + 1)..].Sum(step => step == StreamPlan.HeadStep ? perHeadRow : layers[step].Macs / layers[step].Rows);
}
