using System.Net;
using System.Text.Json.Nodes;
using EdgeAD.Vision.Experiments;
using EdgeAD.Vision.Experiments.Mlflow;
using EdgeAD.Vision.Tests.Support;

namespace EdgeAD.Vision.Tests.Experiments;

public sealed class MlflowTests
{
    [Fact]
    public void The_folder_holds_what_MLflow_reads_and_a_second_export_changes_no_name()
    {
        using var folder = new TempFolder();
        using ExperimentStore store = Filled(folder);
        Experiment experiment = store.Experiments()[0];
        string target = folder.PathOf("mlruns");
        Assert.Equal(2, MlflowFolder.Write(store, experiment, target));
        string[] files = Files(target);
        Assert.Equal(2, MlflowFolder.Write(store, experiment, target));
        Assert.Equal(files, Files(target));

        string root = Assert.Single(Directory.GetDirectories(target));
        Assert.Matches("^[0-9]{18}$", Path.GetFileName(root));
        Assert.Contains("name: 'edgead/search it''s 0123abcd'", File.ReadAllText(Path.Combine(root, "meta.yaml")));
        string[] runs = Directory.GetDirectories(root);
        Assert.Equal(2, runs.Length);
        string run = runs.Single(r => File.Exists(Path.Combine(r, "artifacts", "model.ead")));
        Assert.Equal([7, 8, 9], File.ReadAllBytes(Path.Combine(run, "artifacts", "model.ead")));
        Assert.Equal("96", File.ReadAllText(Path.Combine(run, "params", "input")));
        Assert.Equal("2000 0.5 0\n", File.ReadAllText(Path.Combine(run, "metrics", "auroc")));
        string meta = File.ReadAllText(Path.Combine(run, "meta.yaml"));
        foreach (string line in (string[])[$"run_id: {Path.GetFileName(run)}", "status: 3", "lifecycle_stage: active", "start_time: 1000", "end_time: 2000", $"experiment_id: '{Path.GetFileName(root)}'"])
            Assert.Contains(line + "\n", meta);
        Assert.False(File.Exists(Path.Combine(run, "metrics", "nothing"))); // not a number
    }

    [Fact]
    public void The_server_gets_experiment_runs_batches_model_and_end_and_nothing_twice()
    {
        using var folder = new TempFolder();
        using ExperimentStore store = Filled(folder);
        using var server = new FakeMlflow();
        using var client = new MlflowServer(server.Address);
        Assert.Equal((2, 0), client.Send(store, store.Experiments()[0]));
        Assert.Equal("edgead/search it's 0123abcd", Assert.Single(server.Experiments));
        Assert.Equal(2, server.Runs.Count);
        FakeMlflow.Run run = server.Runs.Values.Single(r => r.Model is not null);
        Assert.Equal([7, 8, 9], run.Model!);
        Assert.Equal("FINISHED", run.Status);
        Assert.Equal(("96", 0.5), (run.Params["input"], run.Metrics["auroc"]));
        Assert.False(run.Metrics.ContainsKey("nothing"));
        Assert.Equal("final", run.Tags["edgead.stage"]);
        Assert.Equal((0, 2), client.Send(store, store.Experiments()[0]));
        Assert.Equal(2, server.Runs.Count);
    }

    [Fact]
    public void A_run_that_an_interruption_left_half_sent_is_sent_again()
    {
        using var folder = new TempFolder();
        using ExperimentStore store = Filled(folder);
        using var server = new FakeMlflow { RefuseAfter = 4 };
        using var client = new MlflowServer(server.Address);
        EdgeAdException error = Expect.Error(ErrorCode.ServerRefused, () => client.Send(store, store.Experiments()[0]));
        Assert.Contains("500", error.Message);
        server.RefuseAfter = int.MaxValue;
        client.Send(store, store.Experiments()[0]);
        Assert.Equal(2, server.Runs.Values.Count(r => r.Status == "FINISHED"));
    }

    [Fact]
    public void An_address_that_nobody_answers_and_one_that_is_none_are_errors()
    {
        using var folder = new TempFolder();
        using ExperimentStore store = Filled(folder);
        Expect.Error(ErrorCode.InvalidOption, () => new MlflowServer("localhost:5000").Dispose());
        using var server = new FakeMlflow();
        string address = server.Address;
        server.Dispose();
        using var client = new MlflowServer(address);
        Expect.Error(ErrorCode.ServerRefused, () => client.Send(store, store.Experiments()[0]));
    }

    private static ExperimentStore Filled(TempFolder folder)
    {
        ExperimentStore store = ExperimentStore.Open(folder.PathOf("store.db"), create: true);
        long id = store.Begin("search it's", "search", "it's", "0123abcd4567").Id;
        var metrics = new Dictionary<string, double> { ["auroc"] = 0.5, ["size"] = 1e6 };
        DateTimeOffset second = DateTimeOffset.FromUnixTimeMilliseconds(1000);
        store.Record([new Trial(0, id, "screen", "96 cell", new Dictionary<string, string> { ["input"] = "96" }, metrics, second, 1)]);
        store.Record([new Trial(0, id, "final", "96 cell", new Dictionary<string, string> { ["input"] = "96" }, metrics, second, 1)], [7, 8, 9]);
        return store;
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
