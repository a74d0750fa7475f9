using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Evaluation;

/// <summary>One judged picture.</summary>
/// <param name="Sample">Which picture.</param>
/// <param name="Score">What the kernels said.</param>
/// <param name="Rejected">The verdict at the threshold of the evaluation.</param>
public sealed record PictureResult(Sample Sample, Score Score, bool Rejected)
{
    /// <summary>True when a good part was kept or a defect rejected.</summary>
    public bool IsRight => Rejected != Sample.IsGood;
}
