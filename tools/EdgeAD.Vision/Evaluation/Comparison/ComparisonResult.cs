namespace EdgeAD.Vision.Evaluation.Comparison;

/// <summary>Two models on the same test pictures. A difference is null where the data cannot give the figure.</summary>
/// <param name="First">Evaluation of the first model.</param>
/// <param name="Second">Evaluation of the second model.</param>
/// <param name="Parts">Different parts among the pictures.</param>
/// <param name="Resamples">Bootstrap resamples behind the intervals.</param>
/// <param name="Auroc">Image AUROC.</param>
/// <param name="F1">F1 at each model's threshold.</param>
/// <param name="FalseRejects">False-reject rate.</param>
/// <param name="Escapes">Escape rate.</param>
/// <param name="EscapesPerCategory">Escape rate by category of defects.</param>
public sealed record ComparisonResult(
    EvaluationResult First,
    EvaluationResult Second,
    int Parts,
    int Resamples,
    Difference? Auroc,
    Difference? F1,
    Difference? FalseRejects,
    Difference? Escapes,
    IReadOnlyDictionary<string, Difference> EscapesPerCategory);
