namespace EdgeAD.ModelPacker.Tests.Support;

/// <summary>A tiny data set and a model trained on it by the tool, once for all tests.</summary>
public sealed class TrainedModel : IAsyncLifetime
{
    private readonly TempFolder folder = new();

    /// <summary>MVTec layout: 12 good to learn from, 6 good and 6 defects (category block) with masks to judge.</summary>
    public string Dataset => Path.Combine(folder.Root, "tiny");

    /// <summary>The model file. Tests copy it before they harm it.</summary>
    public string Model => Path.Combine(folder.Root, "tiny.ead");

    /// <summary>The run that made it.</summary>
    public ToolRun Training { get; private set; } = new(-1, "", "");

    public async ValueTask InitializeAsync()
    {
        TinyDataset.WriteMvtec(Dataset);
        Training = await Tool.Run("train", Dataset, "-o", Model, "--input", "32", "--components", "2", "--dims", "8");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
