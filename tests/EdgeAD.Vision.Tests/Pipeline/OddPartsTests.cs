using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pipeline;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Pipeline;

public sealed class OddPartsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_oddest_are_named_three_at_most(int odd)
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 20, test: 1, defects: 1, size: 32));
        float[] scores = [.. Enumerable.Range(0, 20).Select(i => i < odd ? 20f + i : 1 + (i % 5))];
        string[] found = [.. OddParts.Find(dataset.TrainGood, scores)];
        Assert.Equal(Enumerable.Range(0, odd).Reverse().Take(3).Select(i => dataset.TrainGood[i].RelativePath), found);
    }

    [Fact]
    public void Equal_scores_are_not_odd()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.Root, train: 6, test: 1, defects: 1, size: 32));
        Assert.Empty(OddParts.Find(dataset.TrainGood, new float[6]));
    }
}
