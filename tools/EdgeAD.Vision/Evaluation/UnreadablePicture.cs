namespace EdgeAD.Vision.Evaluation;

/// <summary>A picture that an evaluation had to leave out.</summary>
/// <param name="Picture">Path below the data set's root.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UnreadablePicture(string Picture, string Reason);
