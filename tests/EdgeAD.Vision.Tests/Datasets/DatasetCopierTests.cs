using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Datasets;

public sealed class DatasetCopierTests
{
    [Fact]
    public void A_flat_set_becomes_mvtec_folders_with_the_same_split_and_bytes()
    {
        using var folder = new TempFolder();
        var options = new DatasetOptions { Group = @"part(\d+)", Seed = 2 };
        var source = Dataset.Open(TinyDataset.WriteFlat(Path.Combine(folder.Root, "in"), 8, 2, 3), options);
        string target = Path.Combine(folder.Root, "out");
        DatasetCopier.Copy(source, target);
        var copy = Dataset.Open(target, options);
        Assert.Equal(DatasetLayout.Mvtec, copy.Layout);
        Assert.Equal(source.TrainGood.Select(s => s.Part), copy.TrainGood.Select(s => s.Part));
        Assert.Equal(source.TestGood.Select(s => s.Part), copy.TestGood.Select(s => s.Part));
        Assert.Equal(File.ReadAllBytes(source.Defects[0].Path), File.ReadAllBytes(copy.Defects[0].Path));
    }

    [Fact]
    public void Masks_follow_and_equal_names_do_not_clash()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(Path.Combine(folder.Root, "in"), train: 3, test: 2, defects: 2);
        File.Copy(Path.Combine(folder.Root, "in", "train", "good", "part000.png"), Path.Combine(folder.Root, "in", "test", "good", "part000.png"));
        var source = Dataset.Open(Path.Combine(folder.Root, "in"), new DatasetOptions { Resplit = true, Seed = 1 });
        string target = Path.Combine(folder.Root, "out");
        DatasetCopier.Copy(source, target);
        var copy = Dataset.Open(target);
        Assert.Equal(source.Samples.Count, copy.Samples.Count);
        Assert.All(copy.Defects, d => Assert.NotNull(d.MaskPath));
    }

    [Fact]
    public void Nothing_is_overwritten()
    {
        using var folder = new TempFolder();
        var source = Dataset.Open(TinyDataset.WriteFlat(Path.Combine(folder.Root, "in"), 3, 1, 1));
        folder.Write("out/mine.txt", "mine");
        Expect.Error(ErrorCode.OutputExists, () => DatasetCopier.Copy(source, Path.Combine(folder.Root, "out")));
        Expect.Error(ErrorCode.InvalidOption, () => DatasetCopier.Copy(source, Path.Combine(folder.Root, "in", "split")));
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Root, "out", "mine.txt")));
    }
}
