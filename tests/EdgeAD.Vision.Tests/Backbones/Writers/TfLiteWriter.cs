using System.Runtime.InteropServices;
using EdgeAD.Vision.Backbones;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Tests.Backbones.Writers;

/// <summary>Writes TFLite models with batch norm folded and activations fused, in float32 or with int8 weights.</summary>
public sealed class TfLiteWriter(Backbone net, bool int8)
{
    private readonly FlatBufferBuilder _b = new(1 << 16);
    private readonly List<int> _tensors = [], _buffers = [], _operators = [];

    /// <summary>Builtin code put in place of MEAN at the end, or 0: 40 is MEAN, 117 HARD_SWISH.</summary>
    public int LastOperator { get; init; } = 40;

    public byte[] Write()
    {
        _buffers.Add(Buffer([]));
        var values = new Dictionary<string, int> { [BackboneLayer.PictureInput] = Activation("picture", 3, int8 ? (2f / 255, -1L) : null) };
        foreach (BackboneLayer layer in net.Layers)
        {
            int[] inputs = [.. layer.Inputs.Select(i => values[i])];
            if (layer.Op != LayerOp.Add)
                inputs = [inputs[0], Weights(layer), Bias(layer)];
            int output = values[layer.Name] = Activation(layer.Name, layer.OutChannels, null);
            int code = layer.Op switch { LayerOp.Add => 0, LayerOp.Depthwise3x3 => 1, _ => 2 };
            Operator(code, inputs, output, Options(layer));
        }

        Operator(3, [values[net.Layers[^1].Name]], Activation("pooled", net.Layers[^1].OutChannels, null), null);
        int graph = Table((0, Offsets(_tensors)), (1, Ints([values[BackboneLayer.PictureInput]])), (2, Ints([_tensors.Count - 1])), (3, Offsets(_operators)));
        int codes = Offsets([Code(0), Code(4), Code(3), Code(LastOperator)]), graphs = Offsets([graph]), buffers = Offsets(_buffers);
        _b.StartTable(5);
        _b.AddInt(0, 3, 0);
        _b.AddOffset(1, codes, 0);
        _b.AddOffset(2, graphs, 0);
        _b.AddOffset(4, buffers, 0);
        _b.Finish(_b.EndTable(), "TFL3");
        return _b.SizedByteArray();
    }

    private int Weights(BackboneLayer layer)
    {
        // to [out][k][k][in] and [1][k][k][out]
        float[] from = net.WeightsOf(layer.Name).Weight;
        bool depthwise = layer.Op == LayerOp.Depthwise3x3;
        int k = layer.Op == LayerOp.Pointwise ? 1 : 3, outputs = layer.OutChannels, inner = depthwise ? 1 : layer.InChannels;
        var to = new float[from.Length];
        for (int o = 0; o < outputs; o++)
            for (int c = 0; c < inner; c++)
                for (int p = 0; p < k * k; p++)
                    to[depthwise ? p * outputs + o : (o * k * k + p) * inner + c] = from[(o * inner + c) * k * k + p];
        int[] shape = depthwise ? [1, k, k, outputs] : [outputs, k, k, inner];
        if (!int8)
            return Tensor(layer.Name + "/w", shape, 0, MemoryMarshal.AsBytes(to.AsSpan()).ToArray(), null, 0);
        float[] scales = [.. Enumerable.Range(0, outputs).Select(o => from.Skip(o * inner * k * k).Take(inner * k * k).Max(MathF.Abs) / 127)];
        byte[] codes = [.. to.Select((w, i) => (byte)(sbyte)MathF.Round(w / scales[depthwise ? i % outputs : i / (k * k * inner)]))];
        return Tensor(layer.Name + "/w", shape, 9, codes, (scales, new long[outputs]), depthwise ? 3 : 0);
    }

    private int Bias(BackboneLayer layer)
    {
        float[] bias = net.WeightsOf(layer.Name).Bias;
        if (!int8)
            return Tensor(layer.Name + "/b", [bias.Length], 0, MemoryMarshal.AsBytes(bias.AsSpan()).ToArray(), null, 0);
        float[] scales = [.. bias.Select(_ => 1e-6f)];
        int[] codes = [.. bias.Select(v => (int)MathF.Round(v / 1e-6f))];
        return Tensor(layer.Name + "/b", [bias.Length], 2, MemoryMarshal.AsBytes(codes.AsSpan()).ToArray(), (scales, new long[bias.Length]), 0);
    }

    private int Options(BackboneLayer layer)
    {
        sbyte fused = (sbyte)(layer.Activation == EdgeAD.Vision.Backbones.Activation.Relu6 ? 3 : 0);
        _b.StartTable(8);
        if (layer.Op == LayerOp.Add)
        {
            _b.AddSbyte(0, fused, 0);
            return _b.EndTable();
        }

        _b.AddSbyte(0, 0, 0);
        _b.AddInt(1, layer.Stride, 0);
        _b.AddInt(2, layer.Stride, 0);
        if (layer.Op == LayerOp.Depthwise3x3)
            _b.AddInt(3, 1, 0);
        _b.AddSbyte(layer.Op == LayerOp.Depthwise3x3 ? 4 : 3, fused, 0);
        return _b.EndTable();
    }

    private int Activation(string name, int channels, (float Scale, long Zero)? quantized) =>
        Tensor(name, [1, 64, 64, channels], (sbyte)(quantized is null ? 0 : 9), null, quantized is { } q ? ([q.Scale], [q.Zero]) : null, 0);

    private int Tensor(string name, int[] shape, sbyte type, byte[]? data, (float[] Scales, long[] Zeros)? quantization, int axis)
    {
        int buffer = 0;
        if (data is not null)
        {
            buffer = _buffers.Count;
            _buffers.Add(Buffer(data));
        }

        int quantized = 0;
        if (quantization is { } q)
        {
            _b.StartVector(4, q.Scales.Length, 4);
            foreach (float s in q.Scales.Reverse())
                _b.AddFloat(s);
            int scales = _b.EndVector().Value;
            _b.StartVector(8, q.Zeros.Length, 8);
            foreach (long z in q.Zeros.Reverse())
                _b.AddLong(z);
            int zeros = _b.EndVector().Value;
            _b.StartTable(7);
            _b.AddOffset(2, scales, 0);
            _b.AddOffset(3, zeros, 0);
            _b.AddInt(6, axis, 0);
            quantized = _b.EndTable();
        }

        int shapeAt = Ints(shape), nameAt = _b.CreateString(name).Value;
        _b.StartTable(5);
        _b.AddOffset(0, shapeAt, 0);
        _b.AddSbyte(1, type, 0);
        _b.AddInt(2, buffer, 0);
        _b.AddOffset(3, nameAt, 0);
        if (quantized != 0)
            _b.AddOffset(4, quantized, 0);
        _tensors.Add(_b.EndTable());
        return _tensors.Count - 1;
    }

    private int Buffer(byte[] data)
    {
        int vector = 0;
        if (data.Length > 0)
        {
            _b.StartVector(1, data.Length, 16);
            foreach (byte v in data.Reverse())
                _b.AddByte(v);
            vector = _b.EndVector().Value;
        }

        _b.StartTable(1);
        if (vector != 0)
            _b.AddOffset(0, vector, 0);
        return _b.EndTable();
    }

    private void Operator(int code, int[] inputs, int output, int? options)
    {
        int inputsAt = Ints(inputs), outputsAt = Ints([output]);
        _b.StartTable(5);
        _b.AddInt(0, code, 0);
        _b.AddOffset(1, inputsAt, 0);
        _b.AddOffset(2, outputsAt, 0);
        if (options is { } o)
            _b.AddOffset(4, o, 0);
        _operators.Add(_b.EndTable());
    }

    private int Code(int builtin)
    {
        _b.StartTable(4);
        _b.AddSbyte(0, (sbyte)builtin, 0);
        _b.AddInt(3, builtin, 0);
        return _b.EndTable();
    }

    private int Table(params (int Field, int Offset)[] fields)
    {
        _b.StartTable(5);
        foreach ((int field, int offset) in fields)
            _b.AddOffset(field, offset, 0);
        return _b.EndTable();
    }

    private int Ints(int[] values)
    {
        _b.StartVector(4, values.Length, 4);
        foreach (int v in values.Reverse())
            _b.AddInt(v);
        return _b.EndVector().Value;
    }

    private int Offsets(List<int> offsets)
    {
        _b.StartVector(4, offsets.Count, 4);
        foreach (int o in Enumerable.Reverse(offsets))
            _b.AddOffset(o);
        return _b.EndVector().Value;
    }
}
