using EdgeAD.Vision.Inference;

namespace EdgeAD.Vision.Pipeline;

/// <summary>A trained model.</summary>
/// <param name="File">Content of the model file.</param>
/// <param name="Card">What is in it.</param>
/// <param name="HeldOutScores">Image scores of good pictures, each from a model that had not seen its part; the threshold comes from these.</param>
/// <param name="Warnings">What the user should know, most important first.</param>
public sealed record TrainResult(byte[] File, ModelCard Card, IReadOnlyList<float> HeldOutScores, IReadOnlyList<string> Warnings);
