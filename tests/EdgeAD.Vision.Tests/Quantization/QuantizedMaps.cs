using EdgeAD.Schema;
using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;
using EdgeAD.Vision.Quantization;
using EdgeAD.Vision.Rendering;

namespace EdgeAD.Vision.Tests.Quantization;

/// <summary>The maps that the kernels compute, in real values, and pictures to compute them from.</summary>
internal static class QuantizedMaps
{
    /// <summary>Quantises a backbone on the frames.</summary>
    public static NetworkSpec Quantize(Backbone backbone, IReadOnlyList<Frame> frames, bool grey = false) =>
        RangeCalibrator.Quantize(FloatNetwork.From(backbone, frames[0].Width, frames[0].Height, grey), Fit.CenterCrop, frames);

    /// <summary>Quantises a backbone on the frames with group shifts.</summary>
    public static NetworkSpec QuantizeByShifts(Backbone backbone, IReadOnlyList<Frame> frames, bool grey = false) =>
        GroupShiftQuantizer.Quantize(FloatNetwork.From(backbone, frames[0].Width, frames[0].Height, grey), Fit.CenterCrop, frames);

    /// <summary>Codes of every tensor of a network for a frame.</summary>
    public static sbyte[][] Codes(NetworkSpec network, Frame frame)
    {
        TensorSpec last = network.Tensors[^1];
        ModelContent probe = ProbeModel.Features(network, [new CutSpec(network.Tensors.Count - 1)], last.Rows, last.Columns);
        using var engine = new Engine(ModelWriter.Write(probe), "test");
        return engine.Tap(frame, [.. Enumerable.Range(0, network.Tensors.Count)]);
    }

    /// <summary>Real values of every tensor of a network for a frame.</summary>
    public static double[][] Reals(NetworkSpec network, Frame frame) =>
        [.. Codes(network, frame).Select((codes, t) => network.Tensors[t].Reals(codes).Select(v => (double)v).ToArray())];

    /// <summary>Signal-to-noise ratio in decibel.</summary>
    public static double Snr(double[] reference, double[] measured)
    {
        Assert.Equal(reference.Length, measured.Length);
        double signal = reference.Sum(v => v * v), noise = reference.Zip(measured, (a, b) => (a - b) * (a - b)).Sum();
        return 10 * Math.Log10(signal / Math.Max(noise, 1e-300));
    }

    /// <summary>Uniform noise.</summary>
    public static Frame Noise(int seed, int width, int height, PixelFormat format = PixelFormat.Rgb888)
    {
        var pixels = new byte[width * height * (format == PixelFormat.Gray8 ? 1 : 3)];
        new Random(seed).NextBytes(pixels);
        return new Frame(format, width, height, pixels);
    }

    /// <summary>A rendered biscuit.</summary>
    public static Frame Biscuit(int part, int side) => Frame.Of(new BiscuitRenderer(7, side, side).Render(part, 0).Picture);
}
