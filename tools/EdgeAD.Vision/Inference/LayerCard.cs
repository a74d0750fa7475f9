using EdgeAD.Schema;

namespace EdgeAD.Vision.Inference;

/// <summary>One layer of a model file.</summary>
/// <param name="Name">Name in the backbone.</param>
/// <param name="Op">Operator.</param>
/// <param name="Input">Rows x columns x channels read.</param>
/// <param name="Output">Rows x columns x channels written.</param>
/// <param name="WeightBytes">Weights, biases and requantisation.</param>
/// <param name="Macs">Multiply-accumulates per frame.</param>
/// <param name="RowBytes">One row of the output in memory.</param>
/// <param name="Requantisation">How accumulators become int8: exact multipliers, or shifts.</param>
/// <param name="Rows">Rows of the output.</param>
public sealed record LayerCard(string Name, string Op, string Input, string Output, int WeightBytes, long Macs, int RowBytes, string Requantisation, int Rows)
{
    internal static LayerCard Read(Network network, int index)
    {
        Layer layer = network.Layers(index)!.Value;
        Tensor input = network.Tensors(layer.Input)!.Value, output = network.Tensors(index + 1)!.Value;
        int bytes = layer.WeightsLength + (4 * layer.BiasLength) + (4 * layer.MultiplierLength) + layer.ShiftLength + layer.PadLength
            + layer.GroupShiftLength + layer.ChannelMinLength + layer.ChannelMaxLength;
        long perPosition = layer.Op == Schema.Op.Depthwise3x3 ? 9L * output.Channels : layer.WeightsLength;
        return new LayerCard(
            layer.Name ?? "",
            layer.Op.ToString(),
            Shape(input),
            Shape(output),
            bytes,
            perPosition * output.Rows * output.Columns,
            ((output.Columns * output.Channels) + 15) / 16 * 16,
            layer.Requantisation == Schema.Requantisation.Shift ? $"shift {string.Join(' ', layer.GetGroupShiftArray() ?? [])}" : "exact",
            output.Rows);
    }

    private static string Shape(Tensor t) => FormattableString.Invariant($"{t.Rows}x{t.Columns}x{t.Channels}");
}
