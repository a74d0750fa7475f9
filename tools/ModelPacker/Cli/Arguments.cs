using System.CommandLine;

namespace EdgeAD.ModelPacker.Cli;

/// <summary>Arguments that several verbs share.</summary>
public static class Arguments
{
    /// <summary>The model file.</summary>
    public static Argument<string> Model() => new("MODEL") { Description = "Model file (.ead)." };

    /// <summary>The data set's folder.</summary>
    public static Argument<string> Dataset() => new("DATASET")
    {
        Description = "Folder of pictures: train/good, test/good, test/<category> (MVTec layout), or good/ and a folder per defect category.",
    };
}
