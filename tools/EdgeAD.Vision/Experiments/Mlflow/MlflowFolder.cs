using System.Globalization;
using System.Text;

namespace EdgeAD.Vision.Experiments.Mlflow;

/// <summary>Writes experiments as MLflow's file store keeps them (<c>mlruns/</c>), for <c>mlflow ui --backend-store-uri FOLDER</c>.</summary>
public static class MlflowFolder
{
    /// <summary>Writes one experiment; runs that are there already are written anew with the same names.</summary>
    /// <param name="store">Where it is recorded.</param>
    /// <param name="experiment">Which.</param>
    /// <param name="folder">The folder, usually called <c>mlruns</c>.</param>
    /// <param name="progress">Counts runs.</param>
    /// <param name="cancel">Stops between runs.</param>
    /// <returns>Number of runs.</returns>
    public static int Write(ExperimentStore store, Experiment experiment, string folder, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        string id = MlflowRun.ExperimentId(experiment), root = Path.Combine(Path.GetFullPath(folder), id);
        long created = experiment.Created.ToUnixTimeMilliseconds();
        AtomicFile.WriteText(Path.Combine(root, "meta.yaml"), Yaml(
            ("artifact_location", Quote(new Uri(root).AbsoluteUri)), ("creation_time", Number(created)), ("experiment_id", Quote(id)),
            ("last_update_time", Number((experiment.Finished ?? experiment.Created).ToUnixTimeMilliseconds())), ("lifecycle_stage", "active"),
            ("name", Quote(MlflowRun.ExperimentName(experiment)))));
        IReadOnlyList<Trial> trials = store.Trials(experiment.Id);
        for (int i = 0; i < trials.Count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            Write(new MlflowRun(experiment, trials[i], store.Model(trials[i].Id)), root, id);
            progress?.Report(new WorkProgress("export", i + 1, trials.Count));
        }

        return trials.Count;
    }

    private static void Write(MlflowRun run, string root, string experimentId)
    {
        string folder = Path.Combine(root, run.RunId), artifacts = Path.Combine(folder, "artifacts");
        Directory.CreateDirectory(artifacts);
        foreach ((string key, string value) in run.Parameters)
            AtomicFile.WriteText(Path.Combine(folder, "params", key), value);
        foreach ((string key, double value) in run.Metrics)
            AtomicFile.WriteText(Path.Combine(folder, "metrics", key), string.Create(CultureInfo.InvariantCulture, $"{run.EndMs} {value:R} 0\n"));
        foreach ((string key, string value) in run.Tags)
            AtomicFile.WriteText(Path.Combine(folder, "tags", key), value);
        if (run.Model is { } model)
            AtomicFile.WriteBytes(Path.Combine(artifacts, MlflowRun.ModelFile), model);
        // Last, so that MLflow never lists half a run.
        AtomicFile.WriteText(Path.Combine(folder, "meta.yaml"), Yaml(
            ("artifact_uri", Quote(new Uri(artifacts).AbsoluteUri)), ("end_time", Number(run.EndMs)), ("entry_point_name", "''"), ("experiment_id", Quote(experimentId)),
            ("lifecycle_stage", "active"), ("run_id", run.RunId), ("run_name", Quote(run.Name)), ("run_uuid", run.RunId), ("source_name", "''"), ("source_type", "4"),
            ("source_version", "''"), ("start_time", Number(run.StartMs)), ("status", "3"), ("tags", "[]"), ("user_id", "edgead")));
    }

    private static string Yaml(params (string Key, string Value)[] lines)
    {
        var text = new StringBuilder();
        foreach ((string key, string value) in lines)
            text.Append(key).Append(": ").Append(value).Append('\n');
        return text.ToString();
    }

    private static string Quote(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
