using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pictures;
using EdgeAD.Vision.Rendering;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Rendering;

public sealed class DatasetRendererTests
{
    private static readonly RenderOptions Small = new() { TrainParts = 3, TestParts = 2, DefectParts = 1, Views = 2, Width = 64, Height = 48, Seed = 9 };

    [Fact]
    public void A_rendered_set_opens_with_masks_and_parts_and_has_the_same_hash_every_time()
    {
        using var folder = new TempFolder();
        string one = Path.Combine(folder.Root, "one"), two = Path.Combine(folder.Root, "two");
        DatasetRenderer.Render(Small, one);
        DatasetRenderer.Render(Small, two);
        var dataset = Dataset.Open(one, new DatasetOptions { Group = DatasetRenderer.GroupPattern });
        Assert.Equal(Small.Pictures, dataset.Samples.Count);
        Assert.Equal((6, 4, 36), (dataset.TrainGood.Count, dataset.TestGood.Count, dataset.Defects.Count));
        Assert.Equal(["bite", "burn", "crack", "crumb", "foreign_body", "hole"], dataset.Categories);
        Assert.Equal(3 + 2 + 18, dataset.Parts.Count);
        Assert.All(dataset.Defects, d => Assert.NotNull(d.MaskPath));
        Assert.Equal(12, dataset.Defects.Count(d => d.RelativePath.EndsWith("_hard.jpg", StringComparison.Ordinal)));
        var picture = PictureLoader.Load(dataset.Samples[0].Path);
        var mask = PictureLoader.LoadMask(dataset.Samples[0].MaskPath!);
        Assert.Equal((64, 48, 64, 48), (picture.Width, picture.Height, mask.Width, mask.Height));
        Assert.Equal(dataset.Sha256, Dataset.Open(two).Sha256);
        DatasetRenderer.Render(Small with { Seed = 10 }, two, overwrite: true);
        Assert.NotEqual(dataset.Sha256, Dataset.Open(two).Sha256);
    }

    [Fact]
    public void A_smaller_set_rendered_over_a_larger_one_leaves_nothing_of_it()
    {
        using var folder = new TempFolder();
        DatasetRenderer.Render(Small, folder.PathOf("set"));
        DatasetRenderer.Render(Small with { TrainParts = 1, Views = 1 }, folder.PathOf("set"), overwrite: true);
        Assert.Equal((1 + 2 + 18), Dataset.Open(folder.PathOf("set")).Samples.Count);
    }

    [Fact]
    public void Other_peoples_files_are_never_replaced()
    {
        using var folder = new TempFolder();
        string mine = folder.Write("train/good/part000_view0.jpg", "my photo");
        Expect.Error(ErrorCode.OutputExists, () => DatasetRenderer.Render(Small, folder.Root));
        Expect.Error(ErrorCode.OutputExists, () => DatasetRenderer.Render(Small, folder.Root, overwrite: true));
        Expect.Error(ErrorCode.OutputExists, () => DatasetRenderer.Render(Small, mine));
        Assert.Equal("my photo", File.ReadAllText(mine));
    }

    [Fact]
    public void A_rendered_set_is_replaced_only_when_asked()
    {
        using var folder = new TempFolder();
        string set = folder.PathOf("set");
        DatasetRenderer.Render(Small, set);
        Assert.Contains("--force", Expect.Error(ErrorCode.OutputExists, () => DatasetRenderer.Render(Small, set)).Hint);
    }

    [Fact]
    public void Impossible_options_are_E1001()
    {
        using var folder = new TempFolder();
        foreach (var options in (RenderOptions[])[Small with { TrainParts = 0 }, Small with { Views = 0 }, Small with { Width = 5 }, Small with { DefectParts = -1 }])
        {
            Expect.Error(ErrorCode.InvalidOption, () => DatasetRenderer.Render(options, folder.PathOf("set")));
        }

        Assert.False(Directory.Exists(folder.PathOf("set")));
    }

    [Fact]
    public void Cancelling_stops_and_the_folder_can_be_rendered_again()
    {
        using var folder = new TempFolder();
        string set = folder.PathOf("set");
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetRenderer.Render(Small, set, cancel: cancel.Token));
        DatasetRenderer.Render(Small, set, overwrite: true);
        Assert.Equal(Small.Pictures, Dataset.Open(set).Samples.Count);
    }
}
