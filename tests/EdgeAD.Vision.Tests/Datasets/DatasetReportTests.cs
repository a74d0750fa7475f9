using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Datasets;

public sealed class DatasetReportTests
{
    [Fact]
    public void Counts_sizes_and_hash_are_reported()
    {
        using var folder = new TempFolder();
        var dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 5, test: 3, defects: 2, size: 48));
        var report = DatasetReport.Of(dataset);
        Assert.Equal(new DatasetCount(5, 5, 0), report.TrainGood);
        Assert.Equal(new DatasetCount(3, 3, 0), report.TestGood);
        Assert.Equal(new DatasetCount(2, 2, 2), report.Defects["block"]);
        Assert.Equal(10, report.Sizes["48x48"]);
        Assert.Equal(dataset.Sha256, report.Sha256);
        Assert.Contains(report.Warnings, w => w.StartsWith("only 5 good part(s) to learn from", StringComparison.Ordinal));
    }

    [Fact]
    public void Duplicates_across_the_split_and_wrong_labels_are_warned_of()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 3, test: 2, defects: 1);
        File.Copy(Path.Combine(folder.Root, "train", "good", "part001.png"), Path.Combine(folder.Root, "test", "good", "other.png"));
        File.Copy(Path.Combine(folder.Root, "test", "good", "part004.png"), Path.Combine(folder.Root, "test", "block", "again.png"));
        var warnings = DatasetReport.Of(Dataset.Open(folder.Root)).Warnings;
        Assert.Contains(warnings, w => w.StartsWith("1 picture(s) are in both train and test", StringComparison.Ordinal));
        Assert.Contains(warnings, w => w.StartsWith("1 picture(s) are filed both as good and as defect", StringComparison.Ordinal));
    }

    [Fact]
    public void Unreadable_pictures_are_named_and_do_not_stop_the_report()
    {
        using var folder = new TempFolder();
        TinyDataset.WriteMvtec(folder.Root, train: 3, test: 2, defects: 1);
        folder.Write("train/good/broken.png", "not a picture");
        var report = DatasetReport.Of(Dataset.Open(folder.Root));
        Assert.Equal(["train/good/broken.png"], report.Unreadable.Keys);
        Assert.Contains("1 picture(s) cannot be read", report.Warnings);
    }
}
