using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>A backbone computed the slow way, in double precision, straight from its definition: the yardstick for the int8 kernels.</summary>
internal static class FloatReference
{
    /// <summary>Every map by layer name, <c>[rows][columns][channels]</c>.</summary>
    /// <param name="backbone">Any backbone.</param>
    /// <param name="frame">RGB or grey pixels, already at the input's size.</param>
    public static Dictionary<string, Map> Run(Backbone backbone, Frame frame)
    {
        var maps = new Dictionary<string, Map>(StringComparer.Ordinal) { [BackboneLayer.PictureInput] = Preprocess(backbone.Input, frame) };
        foreach (BackboneLayer layer in backbone.Layers)
        {
            Map input = maps[layer.Inputs[0]];
            Map output = layer.Op switch
            {
                LayerOp.Add => input with { Values = [.. input.Values.Zip(maps[layer.Inputs[1]].Values, (a, b) => a + b)] },
                LayerOp.Pointwise => Window(layer, backbone.WeightsOf(layer.Name), input, 1),
                _ => Window(layer, backbone.WeightsOf(layer.Name), input, 3),
            };
            for (int i = 0; i < output.Values.Length; i++)
            {
                double v = output.Values[i];
                output.Values[i] = layer.Activation switch { Activation.Relu => Math.Max(v, 0), Activation.Relu6 => Math.Clamp(v, 0, 6), _ => v };
            }

            maps[layer.Name] = output;
        }

        return maps;
    }

    private static Map Preprocess(Preprocessing input, Frame frame)
    {
        int given = frame.Format == PixelFormat.Gray8 ? 1 : 3;
        var map = new Map(frame.Height, frame.Width, input.Channels, new double[frame.Height * frame.Width * input.Channels]);
        for (int p = 0; p < frame.Height * frame.Width; p++)
        for (int c = 0; c < input.Channels; c++)
        {
            int colour = given == 1 ? 0 : input.Color == "bgr" ? 2 - c : c;
            map.Values[(p * input.Channels) + c] = (frame.Pixels[(p * given) + colour] * (double)input.Scale[c]) + input.Offset[c];
        }

        return map;
    }

    private static Map Window(BackboneLayer layer, LayerWeights weights, Map input, int size)
    {
        (int rows, int top) = Extent(input.Rows, layer, size);
        (int columns, int left) = Extent(input.Columns, layer, size);
        bool depthwise = layer.Op == LayerOp.Depthwise3x3;
        int ins = input.Channels, outs = layer.OutChannels, fan = depthwise ? 1 : ins;
        var output = new Map(rows, columns, outs, new double[rows * columns * outs]);
        for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        for (int o = 0; o < outs; o++)
        {
            double sum = weights.Bias[o];
            for (int ky = 0; ky < size; ky++)
            for (int kx = 0; kx < size; kx++)
            {
                (int sy, int sx) = ((y * layer.Stride) - top + ky, (x * layer.Stride) - left + kx);
                if (sy < 0 || sx < 0 || sy >= input.Rows || sx >= input.Columns)
                    continue;
                for (int c = 0; c < fan; c++)
                    sum += weights.Weight[(((o * fan) + c) * size * size) + (ky * size) + kx] * input.Values[(((sy * input.Columns) + sx) * ins) + (depthwise ? o : c)];
            }

            output.Values[(((y * columns) + x) * outs) + o] = sum;
        }

        return output;
    }

    /// <summary>Output size and padding before the first position, as TensorFlow's SAME and PyTorch's padding=1 define them.</summary>
    private static (int Size, int Before) Extent(int size, BackboneLayer layer, int window)
    {
        if (window == 1)
            return (size, 0);
        if (layer.Padding == Padding.Symmetric)
            return (((size + 2 - window) / layer.Stride) + 1, 1);
        int result = (int)Math.Ceiling(size / (double)layer.Stride);
        return (result, Math.Max(((result - 1) * layer.Stride) + window - size, 0) / 2);
    }

    /// <summary>A feature map.</summary>
    public sealed record Map(int Rows, int Columns, int Channels, double[] Values);
}
