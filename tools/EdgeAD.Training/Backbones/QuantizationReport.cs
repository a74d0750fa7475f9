using EdgeAD.Training.Procedural;
using EdgeAD.Training.Torch;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Quantization;
using static TorchSharp.torch;

namespace EdgeAD.Training.Backbones;

/// <summary>How far the kernels' int8 maps lie from the float maps, layer by layer.</summary>
public static class QuantizationReport
{
    private const int CalibrationPictures = 24, JudgedPictures = 16;

    /// <summary>Quantises the backbone as training a model does, on procedural pictures, and compares on others.</summary>
    /// <param name="backbone">The net.</param>
    /// <param name="side">Side of the square input.</param>
    /// <param name="cancel">Stops the work.</param>
    public static IReadOnlyList<LayerError> Of(Backbone backbone, int side = 96, CancellationToken cancel = default)
    {
        TorchRuntime.Prepare();
        FloatNetwork network = FloatNetwork.From(backbone, side, side, grey: false);
        NetworkSpec spec = GroupShiftQuantizer.Quantize(network, Schema.Fit.Stretch, Frames(1, CalibrationPictures, side), cancel);
        TensorSpec last = spec.Tensors[^1];
        byte[] file = ModelWriter.Write(ProbeModel.Features(spec, [new CutSpec(spec.Tensors.Count - 1)], last.Rows, last.Columns));
        using var net = new TorchBackbone(backbone, CPU, trainable: false);
        using var engine = new Engine(file, backbone.Name);
        int[] all = [.. Enumerable.Range(0, spec.Tensors.Count)];
        string[] names = [.. backbone.Layers.Select(l => l.Name)];
        var error = new double[names.Length];
        var signal = new double[names.Length];
        foreach (Frame frame in Frames(2, JudgedPictures, side))
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            float[] input = BackboneProbe.Preprocess(frame.Pixels, backbone.Input);
            Dictionary<string, Tensor> maps = net.Forward(tensor(input, [1, backbone.Input.Channels, side, side]), names);
            sbyte[][] codes = engine.Tap(frame, all);
            for (int i = 0; i < names.Length; i++)
                Compare(maps[names[i]].permute(0, 2, 3, 1).contiguous().data<float>().ToArray(), spec.Tensors[i + 1].Reals(codes[i + 1]), ref error[i], ref signal[i]);
        }

        return [.. names.Select((n, i) => new LayerError(n, Math.Sqrt(error[i] / Math.Max(signal[i], 1e-30))))];
    }

    private static Frame[] Frames(long seed, int count, int side) =>
        [.. Enumerable.Range(0, count).Select(i => Frame.Of(new Picture(side, side, ProceduralPictures.Render(0x1278 + seed, i, side))))];

    // Both in [row][column][channel]; the signal is the float map's deviation from its mean.
    private static void Compare(float[] wanted, float[] measured, ref double error, ref double signal)
    {
        double mean = wanted.Average(v => (double)v);
        for (int i = 0; i < wanted.Length; i++)
        {
            double off = measured[i] - (double)wanted[i];
            error += off * off;
            signal += (wanted[i] - mean) * (wanted[i] - mean);
        }
    }
}
