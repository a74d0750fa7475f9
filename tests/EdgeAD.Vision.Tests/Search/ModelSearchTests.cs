using EdgeAD.Vision.Boards;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Reporting;
using EdgeAD.Vision.Search;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Search;

public sealed class ModelSearchTests
{
    private static readonly SearchOptions Small = new() { Sizes = [96] };

    [Fact]
    public void A_search_that_was_stopped_goes_on_and_gives_the_model_of_one_that_was_not()
    {
        using var folder = new TempFolder();
        Dataset dataset = Set(folder);
        byte[] whole;
        int trials;
        using (ExperimentStore store = ExperimentStore.Open(folder.PathOf("one.db"), create: true))
        {
            SearchResult result = ModelSearch.Run(dataset, Small, store);
            (whole, trials) = (result.Model.File, result.Experiment.Trials);
            Assert.True(result.Complete);
            Assert.NotNull(result.Experiment.Finished);
            Assert.Equal(whole, store.Model(store.Trials(result.Experiment.Id)[^1].Id));
        }

        string path = folder.PathOf("two.db");
        using (ExperimentStore store = ExperimentStore.Open(path, create: true))
        {
            using var stop = new CancellationTokenSource();
            var progress = new Callback(p =>
            {
                if (p is { Stage: "screen", Done: > 0 })
                    stop.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => ModelSearch.Run(dataset, Small, store, progress, stop.Token));
            Assert.InRange(store.Trials(1).Count, 1, trials - 2);
        }

        using ExperimentStore again = ExperimentStore.Open(path, create: false);
        int before = again.Trials(1).Count, tried = 0;
        SearchResult resumed = ModelSearch.Run(dataset, Small, again, new Callback(p => tried = Math.Max(tried, p.Stage == "screen" ? 1 : 0)));
        Assert.Equal(whole, resumed.Model.File);
        Assert.Equal(trials, again.Trials(1).Count);
        Assert.True(before > 0);
    }

    [Fact]
    public void Limits_are_kept_and_impossible_ones_named()
    {
        using var folder = new TempFolder();
        Dataset dataset = Set(folder);
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("s.db"), create: true);
        SearchResult result = ModelSearch.Run(dataset, Small with { MaxModelKb = 60, MaxWorkingKb = 60 }, store);
        Assert.True(result.Model.File.Length <= 60 * 1024);
        Assert.True(result.Model.Card.DeviceBytes <= 60 * 1024);
        Assert.True(result.TooCostly > 0);
        EdgeAdException error = Expect.Error(ErrorCode.NothingFits, () => ModelSearch.Run(dataset, Small with { MaxModelKb = 1 }, store));
        Assert.Contains("KB", error.Message);
        Expect.Error(ErrorCode.InvalidOption, () => ModelSearch.Run(dataset, Small with { Budget = TimeSpan.Zero }, store));
    }

    [Fact]
    public void When_the_time_is_over_the_best_so_far_is_built_and_it_says_so()
    {
        using var folder = new TempFolder();
        Dataset dataset = Set(folder);
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("s.db"), create: true);
        SearchResult whole = ModelSearch.Run(dataset, Small, store);
        // Nothing new is tried, what is known is used.
        SearchResult result = ModelSearch.Run(dataset, Small with { Budget = TimeSpan.FromTicks(1) }, store);
        Assert.Equal(whole.Model.File, result.Model.File);
        string page = SearchReport.Build(whole, "here");
        Assert.Contains(whole.Chosen.Candidate.Key, page);
        Assert.Contains("<polyline", page);
    }

    [Fact]
    public void A_board_lowers_limits_and_never_raises_them()
    {
        Board board = BoardCatalog.Find("xiao-esp32s3-sense");
        SearchOptions limited = Small.For(board);
        Assert.Equal(board.Memory.EngineBytes / 1024.0, limited.MaxWorkingKb);
        Assert.Null(limited.MaxModelKb); // the slot is larger than what a search takes unless told otherwise
        Assert.Equal(board.ModelSlotBytes / 1024.0, (Small with { MaxModelKb = 1e6 }).For(board).MaxModelKb);
        Assert.Equal(100, (Small with { MaxModelKb = 100 }).For(board).MaxModelKb);
        Assert.Equal(16, (Small with { MaxWorkingKb = 16 }).For(board).MaxWorkingKb);
    }

    [Fact]
    public void Too_few_parts_are_refused()
    {
        using var folder = new TempFolder();
        Dataset dataset = Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("few"), train: 3));
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("s.db"), create: true);
        Expect.Error(ErrorCode.TooFewGoodParts, () => ModelSearch.Run(dataset, Small, store));
    }

    private static Dataset Set(TempFolder folder) => Dataset.Open(TinyDataset.WriteMvtec(folder.PathOf("photos"), train: 10, test: 2, defects: 2));

    private sealed class Callback(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
