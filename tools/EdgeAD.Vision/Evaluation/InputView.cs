using EdgeAD.Schema;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Evaluation;

/// <summary>Which part of a picture a model sees. For drawing and for judging masks only; the kernels do the fitting that counts.</summary>
/// <param name="Width">Columns of the model's input.</param>
/// <param name="Height">Rows of the model's input.</param>
/// <param name="Fit">How pictures are fitted to it.</param>
public readonly record struct InputView(int Width, int Height, Fit Fit = Fit.CenterCrop)
{
    /// <summary>The view of a model.</summary>
    public static InputView Of(ModelCard card) => new(card.InputWidth, card.InputHeight, card.Fit);

    /// <summary>The rectangle seen in a picture of <paramref name="width"/> x <paramref name="height"/> pixels, rounded as the kernels round.</summary>
    public CropGeometry In(int width, int height)
    {
        if (Fit == Fit.Stretch)
            return new CropGeometry(0, 0, width, height);
        // Compare width / height with Width / Height without dividing.
        long wide = (long)width * Height;
        long high = (long)height * Width;
        int w = wide > high ? (int)Math.Max(1, high / Height) : width;
        int h = wide < high ? (int)Math.Max(1, wide / Width) : height;
        return new CropGeometry((width - w) / 2, (height - h) / 2, w, h);
    }
}
