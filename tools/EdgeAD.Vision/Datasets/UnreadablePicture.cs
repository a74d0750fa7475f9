namespace EdgeAD.Vision.Datasets;

/// <summary>A picture of a data set that cannot be read.</summary>
/// <param name="Picture">Path below the data set's root.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UnreadablePicture(string Picture, string Reason);
