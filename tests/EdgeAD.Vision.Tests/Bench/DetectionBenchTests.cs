using EdgeAD.Vision.Backbones;
using EdgeAD.Vision.Bench;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Bench;

public sealed class DetectionBenchTests
{
    [Theory]
    [InlineData(1.0, new double[] { 1, 2, 3, 4 }, new double[] { 10, 20, 25, 90 })]
    [InlineData(-1.0, new double[] { 1, 2, 3 }, new double[] { 3, 2, 1 })]
    [InlineData(8.0 / 9, new double[] { 1, 2, 3, 3 }, new double[] { 1, 1, 2, 3 })] // ranks 1 2 3.5 3.5 and 1.5 1.5 3 4: 4 / 4.5
    [InlineData(0.0, new double[] { 1, 1, 1 }, new double[] { 1, 2, 3 })]
    public void Rank_correlation_with_ties(double expected, double[] a, double[] b) => Assert.Equal(expected, RankCorrelation.Of(a, b), 6);

    [Fact]
    public void A_case_is_recorded_and_not_run_again_and_the_tables_hold_it()
    {
        using var folder = new TempFolder();
        string set = TinyDataset.WriteMvtec(folder.PathOf("bolts"), train: 9, test: 4, defects: 4);
        var options = new DetectionBenchOptions { Datasets = [set], Seeds = 1, Sizes = [96] };
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("store.db"), create: true);
        DetectionCase first = Assert.Single(DetectionBench.Run(options, store));
        int trials = store.Experiments().Sum(e => e.Trials);
        DetectionCase second = Assert.Single(DetectionBench.Run(options, store));
        Assert.Equal(first.Metrics, second.Metrics);
        Assert.Equal(trials, store.Experiments().Sum(e => e.Trials));

        foreach (string figure in (string[])["auroc", "fomo_auroc", "float_auroc", "f1_max", "rank_correlation", "regret"])
            Assert.InRange(first.Metrics[figure], -1, 1);
        Assert.InRange(Math.Abs(first.Metrics["auroc"] - first.Metrics["float_auroc"]), 0, 0.13); // two of sixteen pairs
        string tables = DetectionTables.Markdown([first], options, expected: 2);
        Assert.Contains("Unfinished: 1 of 2 cases", tables);
        Assert.Contains("| bolts |", tables);
        Assert.DoesNotContain("NaN", tables);
    }

    [Fact]
    public void A_set_without_defects_is_refused()
    {
        using var folder = new TempFolder();
        string set = TinyDataset.WriteMvtec(folder.PathOf("good"), train: 6, test: 2, defects: 0);
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("store.db"), create: true);
        Expect.Error(ErrorCode.DatasetLayout, () => DetectionBench.Run(new DetectionBenchOptions { Datasets = [set] }, store));
    }

    [Fact]
    public void The_recipe_finds_a_dark_block_on_a_disc()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("discs"), train: 12, test: 6, defects: 6));
        Assert.InRange(FomoRecipe.Auroc(dataset, Backbone.LoadDefault(), 0, TestContext.Current.CancellationToken), 0.8, 1);
    }
}
