using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Experiments;

public sealed class ExperimentStoreTests
{
    [Fact]
    public void What_was_recorded_is_there_when_the_store_is_opened_again()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("sub", "store.db");
        var trial = new Trial(0, 1, "screen", "96 cell d16", new Dictionary<string, string> { ["input"] = "96" }, new Dictionary<string, double> { ["auroc"] = 0.1 + 0.2 }, DateTimeOffset.UnixEpoch, 1.5);
        using (ExperimentStore store = ExperimentStore.Open(path, create: true))
        {
            Experiment made = store.Begin("search bolts", "search", "bolts", "abc");
            store.Record([trial with { ExperimentId = made.Id }], [1, 2, 3]);
            store.Finish(made.Id);
        }

        using ExperimentStore again = ExperimentStore.Open(path, create: false);
        Experiment experiment = Assert.Single(again.Experiments());
        Assert.Equal(("search bolts", "bolts", "abc", 1), (experiment.Name, experiment.Dataset, experiment.Fingerprint, experiment.Trials));
        Assert.NotNull(experiment.Finished);
        Trial read = Assert.Single(again.Trials(experiment.Id));
        Assert.Equal(0.1 + 0.2, read.Metrics["auroc"]); // to the last bit
        Assert.Equal(("screen", "96 cell d16", "96", 1.5, 3), (read.Stage, read.Key, read.Parameters["input"], read.Seconds, read.ModelBytes));
        Assert.Equal(DateTimeOffset.UnixEpoch, read.Started);
        Assert.Equal([1, 2, 3], again.Model(read.Id)!);
    }

    [Fact]
    public void The_same_work_finds_its_experiment_and_replaces_a_trial_instead_of_doubling_it()
    {
        using var folder = new TempFolder();
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("store.db"), create: true);
        Experiment one = store.Begin("a", "search", "a", "same");
        Assert.Equal(one.Id, store.Begin("a", "search", "a", "same").Id);
        Assert.NotEqual(one.Id, store.Begin("a", "search", "a", "other").Id);
        Trial trial = Make(one.Id, "k", 1);
        store.Record([trial]);
        store.Record([Make(one.Id, "k", 2), Make(one.Id, "l", 3)]);
        Assert.Equal([2, 3], store.Trials(one.Id).Select(t => t.Metrics["m"]));
        Assert.Null(store.Model(store.Trials(one.Id)[0].Id));
    }

    [Fact]
    public void Threads_and_a_second_process_may_write_at_the_same_time()
    {
        using var folder = new TempFolder();
        string path = folder.PathOf("store.db");
        using ExperimentStore one = ExperimentStore.Open(path, create: true), two = ExperimentStore.Open(path, create: true);
        long id = one.Begin("a", "search", "a", "f").Id;
        Parallel.For(0, 40, i => (i % 2 == 0 ? one : two).Record([Make(id, $"k{i}", i)]));
        Assert.Equal(40, one.Trials(id).Count);
    }

    [Fact]
    public void A_missing_a_foreign_and_a_newer_file_are_refused_and_left_alone()
    {
        using var folder = new TempFolder();
        Expect.Error(ErrorCode.PathNotFound, () => ExperimentStore.Open(folder.PathOf("none.db"), create: false).Dispose());
        string foreign = folder.Write("notes.txt", new string('x', 4096));
        Expect.Error(ErrorCode.StoreUnreadable, () => ExperimentStore.Open(foreign, create: true).Dispose());
        Assert.Equal(new string('x', 4096), File.ReadAllText(foreign));
        string newer = folder.PathOf("newer.db");
        ExperimentStore.Open(newer, create: true).Dispose();
        byte[] bytes = File.ReadAllBytes(newer);
        bytes[63] = 99; // user_version, big endian at 60
        File.WriteAllBytes(newer, bytes);
        Expect.Error(ErrorCode.StoreUnreadable, () => ExperimentStore.Open(newer, create: true).Dispose());
        using ExperimentStore store = ExperimentStore.Open(folder.PathOf("ok.db"), create: true);
        Expect.Error(ErrorCode.ExperimentNotFound, () => store.Get(7));
    }

    private static Trial Make(long experiment, string key, double value) =>
        new(0, experiment, "screen", key, new Dictionary<string, string>(), new Dictionary<string, double> { ["m"] = value }, DateTimeOffset.UnixEpoch, 0);
}
