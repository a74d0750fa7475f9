namespace EdgeAD.Vision.Synthesis;

/// <summary>Names of synthetic defects in folders, options and reports.</summary>
public static class SyntheticNames
{
    /// <summary>All names, in order of <see cref="SyntheticKind"/>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SyntheticKind>().Select(Folder)];

    /// <summary>Lower-case word, e.g. <c>cutpaste</c>.</summary>
    public static string Folder(this SyntheticKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind of that name, which must be one of <see cref="All"/>.</summary>
    public static SyntheticKind Parse(string name) => Enum.GetValues<SyntheticKind>().First(k => k.Folder() == name);
}
