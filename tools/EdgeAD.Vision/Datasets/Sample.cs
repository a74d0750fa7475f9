namespace EdgeAD.Vision.Datasets;

/// <summary>Which side of the train/test split a picture belongs to.</summary>
public enum Split
{
    /// <summary>May be learned from. Only good parts of it ever are.</summary>
    Train,

    /// <summary>Only ever judged.</summary>
    Test,
}

/// <summary>One picture of a data set.</summary>
/// <param name="Path">Full path of the picture.</param>
/// <param name="RelativePath">Path below the data set's root, with forward slashes on every system.</param>
/// <param name="Split">Side of the split.</param>
/// <param name="Category"><c>good</c> or the name of the defect category.</param>
/// <param name="Part">Identity of the photographed part; pictures of one part never straddle a split.</param>
/// <param name="MaskPath">Full path of the ground-truth mask (white = defect), or null.</param>
public sealed record Sample(string Path, string RelativePath, Split Split, string Category, string Part, string? MaskPath = null)
{
    /// <summary>Name of the category of good parts.</summary>
    public const string Good = "good";

    /// <summary>True for a picture of a good part.</summary>
    public bool IsGood => Category == Good;
}
