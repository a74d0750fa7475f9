namespace EdgeAD.Vision.Rendering;

/// <summary>What <see cref="DatasetRenderer"/> renders.</summary>
public sealed record RenderOptions
{
    /// <summary>Good parts to learn from, at least 1.</summary>
    public int TrainParts { get; init; } = 60;

    /// <summary>Good parts to judge.</summary>
    public int TestParts { get; init; } = 30;

    /// <summary>Defective parts per kind of defect and difficulty.</summary>
    public int DefectParts { get; init; } = 3;

    /// <summary>Pictures per part, at least 1.</summary>
    public int Views { get; init; } = 1;

    /// <summary>Seed of everything.</summary>
    public int Seed { get; init; }

    /// <summary>Columns of the pictures, 32..2048.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows of the pictures, 32..2048.</summary>
    public int Height { get; init; } = 256;

    /// <summary>Pictures in all.</summary>
    public int Pictures => (TrainParts + TestParts + DefectParts * Enum.GetValues<DefectKind>().Length * Enum.GetValues<Difficulty>().Length) * Views;

    /// <summary>Options for about this many good parts: two thirds to learn from, one third to judge, one defective part in six per kind.</summary>
    public static RenderOptions ForParts(int parts) => new()
    {
        TrainParts = Math.Max(1, parts - parts / 3),
        TestParts = parts / 3,
        DefectParts = Math.Max(1, parts / 30),
    };
}
