namespace EdgeAD.Vision.Bench;

/// <summary>What one layer took.</summary>
/// <param name="Op">Operator.</param>
/// <param name="Rows">Rows of the output.</param>
/// <param name="Columns">Columns of the output.</param>
/// <param name="In">Channels read.</param>
/// <param name="Out">Channels written.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Requantisation"><c>shift</c> or <c>exact</c>.</param>
/// <param name="PackedBytes">Weights that the operators repacked.</param>
/// <param name="Value">Microseconds or instructions, all rows.</param>
public sealed record LayerFigure(string Op, int Rows, int Columns, int In, int Out, int Stride, string Requantisation, int PackedBytes, double Value)
{
    /// <summary>Multiply-accumulates.</summary>
    public long Macs => (long)Rows * Columns * Out * Op switch { "conv3x3" => 9L * In, "depthwise3x3" => 9, "pointwise" => In, _ => 0 };

    /// <summary>Operator and shape, for people.</summary>
    public string Shape => $"{Op} {Rows}x{Columns}x{In}->{Out}{(Stride == 1 ? "" : $" /{Stride}")}";
}
