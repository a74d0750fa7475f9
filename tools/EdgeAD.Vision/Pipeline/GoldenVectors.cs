using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Packing;

namespace EdgeAD.Vision.Pipeline;

/// <summary>Small frames whose exact results travel in the model file, so that every machine can prove that it computes the same.</summary>
internal static class GoldenVectors
{
    /// <summary>The model with golden vectors: a good part, noise and a gradient, in three pixel formats, enlarged by the kernels.</summary>
    /// <param name="model">A complete model.</param>
    /// <param name="good">A good part at the model's input size.</param>
    public static ModelContent Attach(ModelContent model, Frame good)
    {
        (string Name, Frame Frame)[] inputs = [("good part", Thumbnail(good)), ("noise", Noise()), ("gradient", Gradient())];
        using var engine = new Engine(ModelWriter.Write(model with { Golden = [] }), model.Name);
        return model with
        {
            Golden = [.. inputs.Select(g => engine.Score(g.Frame) is var s ? new GoldenSpec(g.Name, g.Frame, s.Image, s.Cells) : null!)],
        };
    }

    /// <summary>Every third pixel or so, at most 32 a side.</summary>
    private static Frame Thumbnail(Frame frame)
    {
        int step = (Math.Max(frame.Width, frame.Height) + 31) / 32, bytes = frame.Stride / frame.Width;
        int width = (frame.Width + step - 1) / step, height = (frame.Height + step - 1) / step;
        var pixels = new byte[width * height * bytes];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            Array.Copy(frame.Pixels, (y * step * frame.Stride) + (x * step * bytes), pixels, ((y * width) + x) * bytes, bytes);
        return new Frame(frame.Format, width, height, pixels);
    }

    /// <summary>Uniform noise from a linear congruential generator (Numerical Recipes' constants).</summary>
    private static Frame Noise()
    {
        var pixels = new byte[40 * 24 * 2];
        uint state = 1;
        for (int i = 0; i < pixels.Length; i++)
        {
            state = unchecked((state * 1664525) + 1013904223);
            pixels[i] = (byte)(state >> 24);
        }

        return new Frame(PixelFormat.Rgb565BigEndian, 40, 24, pixels);
    }

    /// <summary>Brightness from left to right, hue from top to bottom.</summary>
    private static Frame Gradient()
    {
        const int width = 32, height = 24;
        var pixels = new byte[width * height * 2];
        for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
        {
            pixels[2 * ((y * width) + x)] = (byte)(x * 255 / (width - 1));
            pixels[(2 * ((y * width) + x)) + 1] = (byte)(x % 2 == 0 ? y * 10 : 255 - (y * 10));
        }

        return new Frame(PixelFormat.Yuyv, width, height, pixels);
    }
}
