using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Synthesis;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Synthesis;

public sealed class DatasetSynthesizerTests
{
    private static readonly SynthesisOptions Few = new() { Defects = 2, Augment = 2, Seed = 3 };

    [Fact]
    public void The_set_opens_with_masks_and_keeps_parts_apart_and_repeats_from_its_seed()
    {
        using var folder = new TempFolder();
        Dataset source = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("photos"), train: 5, test: 3, defects: 1), new DatasetOptions { Group = @"part(\d+)" });
        SynthesisResult result = DatasetSynthesizer.Write(source, folder.PathOf("one"), Few);
        DatasetSynthesizer.Write(source, folder.PathOf("two"), Few);
        Dataset made = Dataset.Open(folder.PathOf("one"), new DatasetOptions { Group = @"part(\d+)" });
        Assert.Equal((15, 3, result.Defects), (made.TrainGood.Count, made.TestGood.Count, made.Defects.Count));
        Assert.Equal(7 * 3 * 2, result.Defects + result.Skipped);
        Assert.All(made.Defects, d => Assert.NotNull(d.MaskPath));
        Assert.Equal(source.TrainGood.Select(s => s.Part).Distinct().Order(), made.TrainGood.Select(s => s.Part).Distinct().Order());
        Assert.Equal(made.Sha256, Dataset.Open(folder.PathOf("two"), new DatasetOptions { Group = @"part(\d+)" }).Sha256);
    }

    [Fact]
    public void Further_views_show_the_same_part_by_the_pattern_and_names_that_occur_twice_stay_apart()
    {
        using var folder = new TempFolder();
        string photos = TinyDataset.WriteMvtec(folder.PathOf("photos"), train: 5, test: 5, defects: 0);
        foreach (string side in (string[])["train", "test"])
        {
            foreach (var (file, i) in Directory.GetFiles(Path.Combine(photos, side, "good")).Order(StringComparer.Ordinal).Select((f, i) => (f, i)).ToList())
                File.Move(file, Path.Combine(photos, side, "good", $"{i:000}.{(i == 4 ? "PNG" : "png")}"));
        }
        DatasetSynthesizer.Write(Dataset.Open(photos), folder.PathOf("out"), Few with { Kinds = [SyntheticKind.Scar] });
        Dataset made = Dataset.Open(folder.PathOf("out"), new DatasetOptions { Group = DatasetSynthesizer.GroupPattern });
        Assert.Equal(15, made.TrainGood.Count);
        Assert.Equal(5, made.TrainGood.Select(s => s.Part).Distinct().Count());
        Assert.Equal(made.TestGood.Select(s => s.Part).Order(), made.Samples.Where(s => s.Split == Split.Test).Select(s => s.Part).Distinct().Order());
    }

    [Fact]
    public void Without_good_test_pictures_some_parts_are_held_out()
    {
        using var folder = new TempFolder();
        Dataset source = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("photos"), train: 10, test: 0, defects: 0));
        SynthesisResult result = DatasetSynthesizer.Write(source, folder.PathOf("out"), Few with { Augment = 0, Kinds = [SyntheticKind.Scar] });
        Assert.Equal((7, 3), (result.TrainGood, result.TestGood));
        Assert.Equal(["scar"], Dataset.Open(folder.PathOf("out")).Categories);
    }

    [Fact]
    public void A_folder_that_holds_something_and_a_single_part_are_refused()
    {
        using var folder = new TempFolder();
        Dataset source = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("photos"), train: 1, test: 0, defects: 0));
        folder.Write("full/keep.txt", "mine");
        Expect.Error(ErrorCode.OutputExists, () => DatasetSynthesizer.Write(source, folder.PathOf("full"), Few));
        Expect.Error(ErrorCode.TooFewGoodParts, () => DatasetSynthesizer.Write(source, folder.PathOf("new"), Few));
        Expect.Error(ErrorCode.InvalidOption, () => DatasetSynthesizer.Write(source, folder.PathOf("new"), Few with { Defects = 0 }));
    }
}
