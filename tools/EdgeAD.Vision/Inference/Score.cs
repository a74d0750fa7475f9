namespace EdgeAD.Vision.Inference;

/// <summary>What the kernels say about one picture.</summary>
/// <param name="Image">Image score; larger is more anomalous. The part is rejected when it exceeds the model's threshold.</param>
/// <param name="Cells">Score per cell, <c>[gridRows][gridColumns]</c>; signed, 0 = typical of good cells, 1 = one standard deviation worse.</param>
/// <param name="GridRows">Rows of the cell grid.</param>
/// <param name="GridColumns">Columns of the cell grid.</param>
/// <param name="Milliseconds">Time from the first row pushed to the verdict.</param>
public sealed record Score(float Image, float[] Cells, int GridRows, int GridColumns, double Milliseconds)
{
    /// <summary>How far the line has moved from training, in standard deviations, over the frames that this engine saw one after another.</summary>
    public float Drift { get; init; }

    /// <summary>The same for this frame alone.</summary>
    public float FrameDrift { get; init; }

    /// <summary>What <see cref="Drift"/> is about: 0 brightness, 1 sharpness, 2 + i feature i.</summary>
    public int DriftStatistic { get; init; }
}

