namespace EdgeAD.Vision.Rendering;

/// <summary>Names of defects in folders and file names.</summary>
public static class DefectNames
{
    /// <summary>Folder name, e.g. <c>foreign_body</c>.</summary>
    public static string Folder(this DefectKind kind) => kind switch
    {
        DefectKind.Crack => "crack",
        DefectKind.Bite => "bite",
        DefectKind.Hole => "hole",
        DefectKind.Burn => "burn",
        DefectKind.Crumb => "crumb",
        DefectKind.ForeignBody => "foreign_body",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Lower-case word, e.g. <c>hard</c>.</summary>
    public static string Word(this Difficulty difficulty) => difficulty switch
    {
        Difficulty.Easy => "easy",
        Difficulty.Medium => "medium",
        Difficulty.Hard => "hard",
        _ => throw new ArgumentOutOfRangeException(nameof(difficulty)),
    };
}
