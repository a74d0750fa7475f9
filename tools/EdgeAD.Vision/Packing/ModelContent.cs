using EdgeAD.Schema;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Packing;

/// <summary>A feature map of the quantised network: int8 <c>[rows][columns][channels]</c>, real = scale * (value - zeroPoint).</summary>
public sealed record TensorSpec(int Rows, int Columns, int Channels, float Scale, int ZeroPoint)
{
    /// <summary>Scale of each channel where <see cref="Requantisation.Shift"/> gives them their own; empty where all share <see cref="Scale"/>. Known only while a
    /// model is made: in the file these scales have gone into the weights around the map.</summary>
    public float[] ChannelScales { get; init; } = [];

    /// <summary>Bytes from one row to the next in the line buffer: rows start at multiples of 16.</summary>
    public int RowPitch => ((Columns * Channels) + 15) / 16 * 16;

    /// <summary>What one code step of a channel means.</summary>
    public float ScaleOf(int channel) => ChannelScales.Length == 0 ? Scale : ChannelScales[channel];
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

/// <summary>From feature maps to cell features: z[i] = scale[i] * sum_c projection[i][c] * x[c] + offset[i].</summary>
/// <param name="Cuts">Maps whose channels form x, one after another.</param>
/// <param name="GridRows">Rows of cells.</param>
/// <param name="GridColumns">Columns of cells.</param>
/// <param name="Projection"><c>[dimensions][channels of all cuts]</c>.</param>
/// <param name="Scale"><c>[dimensions]</c>.</param>
/// <param name="Offset"><c>[dimensions]</c>.</param>
public sealed record HeadSpec(IReadOnlyList<CutSpec> Cuts, int GridRows, int GridColumns, sbyte[] Projection, float[] Scale, float[] Offset)
{
    /// <summary>Length of a cell's feature vector.</summary>
    public int Dimensions => Scale.Length;
}

/// <summary>Gaussian mixture over cell features; see <c>Density</c> in the schema.</summary>
/// <param name="Scope">One mixture for all cells or one per cell.</param>
/// <param name="Covariance">Full or diagonal.</param>
/// <param name="Storage">Number format of <paramref name="Whiten"/> in the file.</param>
/// <param name="Components">Components per mixture.</param>
/// <param name="Constants"><c>[cells or 1][components]</c>: log weight - d/2 log 2 pi - log det / 2.</param>
/// <param name="Whiten"><c>[cells or 1][components][d (d + 1) / 2 or d]</c>: packed inverse Cholesky factor, or inverse standard deviations.</param>
/// <param name="Shift"><c>[cells or 1][components][d]</c>: whitened mean.</param>
public sealed record DensitySpec(Scope Scope, Covariance Covariance, Storage Storage, int Components, float[] Constants, float[] Whiten, float[] Shift);

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
}

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

    /// <summary>Monotonic counter for updates.</summary>
    public uint Counter { get; init; }
}
