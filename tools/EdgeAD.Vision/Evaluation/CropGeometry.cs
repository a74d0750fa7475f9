namespace EdgeAD.Vision.Evaluation;

/// <summary>The part of a picture that a model sees: the largest centred rectangle with the input's aspect ratio.</summary>
/// <param name="X">Left column.</param>
/// <param name="Y">Top row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <remarks>For drawing and for judging masks only; the kernels do the cropping that counts.</remarks>
public readonly record struct CropGeometry(int X, int Y, int Width, int Height)
{
    /// <summary>The rectangle within a picture of <paramref name="width"/> x <paramref name="height"/> pixels.</summary>
    public static CropGeometry Of(int width, int height, int inputWidth, int inputHeight)
    {
        // Compare width / height with inputWidth / inputHeight without dividing.
        long wide = (long)width * inputHeight;
        long high = (long)height * inputWidth;
        int w = wide > high ? (int)Math.Max(1, high / inputHeight) : width;
        int h = wide < high ? (int)Math.Max(1, wide / inputWidth) : height;
        return new CropGeometry((width - w) / 2, (height - h) / 2, w, h);
    }
}
