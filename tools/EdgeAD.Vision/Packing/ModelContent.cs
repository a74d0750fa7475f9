using EdgeAD.Schema;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Packing;

/// <summary>A feature map of the quantised network: int8 <c>[rows][columns][channels]</c>, real = scale * (value - zeroPoint).</summary>
public sealed record TensorSpec(int Rows, int Columns, int Channels, float Scale, int ZeroPoint)
{
    /// <summary>Scale of each channel where <see cref="Requantisation.Shift"/> gives them their own; empty where all share <see cref="Scale"/>. Known only while a
    /// model is made: in the file these scales have gone into the weights around the map.</summary>
    public float[] ChannelScales { get; init; } = [];

    /// <summary>The backbone's channel at every place where channels were reordered; empty where they stand as in the backbone.</summary>
    public int[] Order { get; init; } = [];

    /// <summary>Bytes from one row to the next in the line buffer: rows start at multiples of 16.</summary>
    public int RowPitch => ((Columns * Channels) + 15) / 16 * 16;

    /// <summary>What one code step of a channel means.</summary>
    public float ScaleOf(int channel) => ChannelScales.Length == 0 ? Scale : ChannelScales[channel];

    /// <summary>Real values of a map, channels in the backbone's order.</summary>
    public float[] Reals(ReadOnlySpan<sbyte> codes)
    {
        var reals = new float[codes.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int c = i % Channels;
            reals[i - c + (Order.Length == 0 ? c : Order[c])] = ScaleOf(c) * (codes[i] - ZeroPoint);
        }

        return reals;
    }
}

/// <summary>One operator of the quantised network; layer i computes tensor i + 1. Layouts as in the model file's schema.</summary>
public sealed record LayerSpec
{
    public required string Name { get; init; }
    public required Op Op { get; init; }

    /// <summary>Tensor read.</summary>
    public required int Input { get; init; }

    /// <summary>Second tensor of <see cref="Op.Add"/>; equal to <see cref="Input"/> otherwise.</summary>
    public int Input2 { get; init; }
    public int Stride { get; init; } = 1;
    public int PadTop { get; init; }
    public int PadLeft { get; init; }
    public sbyte[] Weights { get; init; } = [];
    public int[] Bias { get; init; } = [];
    public int[] Multiplier { get; init; } = [];
    public sbyte[] Shift { get; init; } = [];
    public sbyte ClampMin { get; init; } = -128;
    public sbyte ClampMax { get; init; } = 127;

    /// <summary>How accumulators become int8; decides which of the fields are used.</summary>
    public Requantisation Requantisation { get; init; }

    /// <summary>Shift of every 16 output channels, 0..19.</summary>
    public byte[] GroupShift { get; init; } = [];

    /// <summary>Smallest value per output channel.</summary>
    public sbyte[] ChannelMin { get; init; } = [];

    /// <summary>Largest value per output channel.</summary>
    public sbyte[] ChannelMax { get; init; } = [];

    /// <summary>Value of positions outside the picture, per input channel; empty for operators without a window.</summary>
    public sbyte[] Pad { get; init; } = [];

    /// <summary>True for operators that look at a 3x3 window.</summary>
    public bool HasWindow => Op is Op.Conv3x3 or Op.Depthwise3x3;
}

/// <summary>The quantised network. Tensor 0 is the input.</summary>
public sealed record NetworkSpec(IReadOnlyList<TensorSpec> Tensors, IReadOnlyList<LayerSpec> Layers, Fit Fit = Fit.CenterCrop);

/// <summary>A feature map that takes part in a cell's features: pooled over windows or repeated to fit the grid.</summary>
public sealed record CutSpec(int Tensor, int Pool = 1, int Repeat = 1);

/// <summary>From feature maps to what the density sees, in integers; see <c>Head</c> in the schema.</summary>
/// <param name="Cuts">Maps whose channels form x, one after another.</param>
/// <param name="GridRows">Rows of cells.</param>
/// <param name="GridColumns">Columns of cells.</param>
/// <param name="Projection"><c>[dimensions][channels of all cuts]</c>.</param>
/// <param name="Center"><c>[dimensions]</c>: the sum that becomes 0.</param>
/// <param name="Scale"><c>[dimensions]</c>: what one unit of a sum becomes.</param>
public sealed record HeadSpec(IReadOnlyList<CutSpec> Cuts, int GridRows, int GridColumns, sbyte[] Projection, int[] Center, FixedPointScale[] Scale)
{
    /// <summary>Largest size of a feature; larger ones are clamped.</summary>
    public const int LargestFeature = 4095;

    /// <summary>Standard deviation that features of good cells have by design.</summary>
    public const double UnitDeviation = 128;

    /// <summary>Features are averaged over 3x3 cells.</summary>
    public bool Smoothed { get; init; }

    /// <summary>Two more dimensions for every cell: <c>[gridRows]</c> and then <c>[gridColumns]</c> values; null for none.</summary>
    public short[]? Positions { get; init; }

    /// <summary>Dimensions of the projection.</summary>
    public int Projected => Scale.Length;

    /// <summary>Length of the vector that the density sees, positions included.</summary>
    public int Dimensions => Projected + (Positions is null ? 0 : 2);
}

/// <summary>Gaussian mixture over cell features; see <c>Density</c> in the schema.</summary>
/// <param name="Scope">One mixture for all cells or one per cell.</param>
/// <param name="Covariance">Full or diagonal.</param>
/// <param name="Components">Components per mixture.</param>
/// <param name="Constants"><c>[cells or 1][components]</c>: log weight - d/2 log 2 pi - log det / 2.</param>
/// <param name="Whiten"><c>[cells or 1][components][d (d + 1) / 2 or d]</c>: inverse Cholesky factor, a packed lower triangle, or inverse standard deviations; each row divided by its scale.</param>
/// <param name="Bias"><c>[cells or 1][components][d]</c>: the row's sum at the mean.</param>
/// <param name="Scale"><c>[cells or 1][components][d]</c>.</param>
public sealed record DensitySpec(Scope Scope, Covariance Covariance, int Components, float[] Constants, short[] Whiten, int[] Bias, float[] Scale)
{
    /// <summary>Per cell: the best of the mixtures of the 3x3 cells around counts.</summary>
    public bool Reaches { get; init; }

    /// <summary>Dimensions of a feature vector.</summary>
    public int Dimensions => Bias.Length / Constants.Length;
}

/// <summary>From log densities to a verdict; see <c>Calibration</c> in the schema.</summary>
public sealed record CalibrationSpec
{
    public float CellCenter { get; init; }
    public float CellScale { get; init; } = 1;
    public Aggregation Aggregation { get; init; } = Aggregation.Max;
    public int TopCount { get; init; } = 1;
    public float Threshold { get; init; }
    public float TargetFalseRejectRate { get; init; }
    public int HeldOutParts { get; init; }
    public int HeldOutRejects { get; init; }

    /// <summary>For <see cref="Aggregation.Area"/>.</summary>
    public float CellThreshold { get; init; }

    /// <summary>90 % interval of the threshold that so many good parts leave open.</summary>
    public float ThresholdLow { get; init; }

    /// <inheritdoc cref="ThresholdLow"/>
    public float ThresholdHigh { get; init; }

    /// <summary>The threshold was moved with pictures of defects in view.</summary>
    public bool TunedOnDefects { get; init; }
}

/// <summary>Statistics of good frames; see <c>Drift</c> in the schema.</summary>
/// <param name="Mean"><c>[2 + dimensions of the projection]</c>.</param>
/// <param name="InverseDeviation">Likewise.</param>
/// <param name="Rate">Weight of the newest frame in the averages.</param>
/// <param name="Gain">One over the deviation of the averages.</param>
public sealed record DriftSpec(float[] Mean, float[] InverseDeviation, float Rate, float Gain);

/// <summary>A frame with the exact results it must give.</summary>
public sealed record GoldenSpec(string Name, Frame Frame, float Score, float[] Cells);

/// <summary>Where a model comes from.</summary>
public sealed record ProvenanceSpec
{
    public string Tool { get; init; } = "";
    public string Commit { get; init; } = "";
    public string Dataset { get; init; } = "";
    public string DatasetSha256 { get; init; } = "";
    public int TrainPictures { get; init; }
    public int TrainParts { get; init; }
    public string Backbone { get; init; } = "";
    public string BackboneSha256 { get; init; } = "";
    public string BackboneLicense { get; init; } = "";
    public long Seed { get; init; }
    public string Notes { get; init; } = "";
}

/// <summary>Everything a model file holds, before it is laid out in memory.</summary>
public sealed record ModelContent
{
    public required string Name { get; init; }
    public required NetworkSpec Network { get; init; }
    public required HeadSpec Head { get; init; }
    public required DensitySpec Density { get; init; }
    public CalibrationSpec Calibration { get; init; } = new();
    public IReadOnlyList<GoldenSpec> Golden { get; init; } = [];
    public ProvenanceSpec Provenance { get; init; } = new();

    /// <summary>Null for a model that does not watch its line.</summary>
    public DriftSpec? Drift { get; init; }

    /// <summary>Monotonic counter for updates.</summary>
    public uint Counter { get; init; } = 1; // never 0: FlatBuffers leaves defaults out, and edgead sign writes the number in place
}
