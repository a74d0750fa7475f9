using System.Text.Json.Serialization;
using EdgeAD.Vision.Datasets;

namespace EdgeAD.Vision.Evaluation;

/// <summary>What a model is worth on a data set. In JSON the keys stand in this order, in snake_case; a figure that the data cannot give is null.</summary>
public sealed record EvaluationResult
{
    /// <summary>Image AUROC, ties counting half.</summary>
    public required double? Auroc { get; init; }

    /// <summary>Best F1 that any threshold would reach on these very pictures; see <see cref="F1MaxThreshold"/>.</summary>
    public required double? F1Max { get; init; }

    /// <summary>Threshold that the verdicts were made with; a part is rejected unless its score is at most this.</summary>
    public required float Threshold { get; init; }

    /// <summary>F1 at <see cref="Threshold"/>; a rejected defect is a true positive.</summary>
    public required double? F1AtThreshold { get; init; }

    /// <summary>Rejected defects of all rejects.</summary>
    public required double? Precision { get; init; }

    /// <summary>Rejected defects of all defects.</summary>
    public required double? Recall { get; init; }

    /// <summary>Rejected good parts of all good parts.</summary>
    public required double? FalseRejectRate { get; init; }

    /// <summary>Defects let through of all defects.</summary>
    public required double? EscapeRate { get; init; }

    /// <summary>Defect categories by name.</summary>
    public required IReadOnlyDictionary<string, CategoryResult> PerCategory { get; init; }

    /// <summary>Pictures judged.</summary>
    public required int Images { get; init; }

    /// <summary>Wall-clock seconds of the evaluation, reading pictures included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The lowest score that the threshold behind <see cref="F1Max"/> still rejects.</summary>
    public required float? F1MaxThreshold { get; init; }

    /// <summary>Good pictures judged.</summary>
    public required int Good { get; init; }

    /// <summary>Pictures of defects judged.</summary>
    public required int Defects { get; init; }

    /// <summary>Good pictures rejected.</summary>
    public required int FalseRejects { get; init; }

    /// <summary>Defects let through.</summary>
    public required int Escapes { get; init; }

    /// <summary>Wilson 95 % interval of the false-reject rate: low, high.</summary>
    public required double[]? FalseRejectInterval { get; init; }

    /// <summary>Wilson 95 % interval of the escape rate: low, high.</summary>
    public required double[]? EscapeInterval { get; init; }

    /// <summary>Pixel AUROC within the model's view, over pictures with masks and good pictures; null without masks.</summary>
    public required double? PixelAuroc { get; init; }

    /// <summary>Area under the per-region overlap curve up to a false-positive rate of 0.3; null without masks.</summary>
    public required double? AuPro { get; init; }

    /// <summary>Pictures of defects with a mask.</summary>
    public required int MaskedPictures { get; init; }

    /// <summary>Of these, pictures whose whole defect lies outside of what the model sees.</summary>
    public required int DefectsOutOfView { get; init; }

    /// <summary>
    /// Median over good pictures of how far a picture's brightness, sharpness or features lie from training, in standard deviations: about 2 for pictures
    /// from the same line. Null without good pictures, or when the model does not watch its line.
    /// </summary>
    public double? FrameDrift { get; init; }

    /// <summary>See <see cref="EvaluationRemarks.IsTooCareful"/>.</summary>
    public bool ThresholdTooCareful => EvaluationRemarks.IsTooCareful(this);

    /// <summary>Time per picture in the kernels.</summary>
    public required Latency? LatencyMs { get; init; }

    /// <summary>Name of the data set's folder.</summary>
    public required string Dataset { get; init; }

    /// <summary>Name of the model; empty when something else than a model file was judged.</summary>
    public string Model { get; init; } = "";

    /// <summary>SHA-256 of the model file, lower-case hex.</summary>
    public string ModelSha256 { get; init; } = "";

    /// <summary>Pictures that could not be read.</summary>
    public required IReadOnlyList<UnreadablePicture> Unreadable { get; init; }

    /// <summary>Every judged picture, in the data set's order.</summary>
    [JsonIgnore]
    public IReadOnlyList<PictureResult> Pictures { get; init; } = [];

    /// <summary>The ROC curve behind <see cref="Auroc"/>.</summary>
    [JsonIgnore]
    public RocCurve Roc { get; init; } = RocCurve.Of([], []);
}
