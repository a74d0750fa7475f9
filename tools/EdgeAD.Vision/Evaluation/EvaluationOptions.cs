namespace EdgeAD.Vision.Evaluation;

/// <summary>How a model is evaluated.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Go on without pictures (and masks) that cannot be read; they are named in the result. Otherwise the first one is an error.</summary>
    public bool SkipUnreadable { get; init; }

    /// <summary>Threshold to judge with; null for the model's own.</summary>
    public float? Threshold { get; init; }
}
