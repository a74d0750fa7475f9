using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace EdgeAD.Vision.Experiments.Mlflow;

/// <summary>A trial as MLflow knows it: a run with parameters, metrics, tags and perhaps a model. Ids repeat, so that exporting twice changes nothing.</summary>
internal sealed record MlflowRun(Experiment Experiment, Trial Trial, byte[]? Model)
{
    /// <summary>Name of the model among the run's artifacts.</summary>
    public const string ModelFile = "model.ead";

    /// <summary>Tag that finds a trial again on a server.</summary>
    public const string TrialTag = "edgead.trial";

    /// <summary>32 hexadecimal digits.</summary>
    public string RunId { get; } = Hash($"{Experiment.Fingerprint}\n{Trial.Stage}\n{Trial.Key}")[..32];

    /// <summary>18 decimal digits, as MLflow's own file store makes them.</summary>
    public static string ExperimentId(Experiment experiment) =>
        (100_000_000_000_000_000 + (long)(BigInteger.Parse("0" + Hash(experiment.Fingerprint), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % 900_000_000_000_000_000))
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>Name of the experiment in MLflow; the fingerprint keeps two searches of one data set apart.</summary>
    public static string ExperimentName(Experiment experiment) => $"edgead/{experiment.Name} {experiment.Fingerprint[..8]}";

    public long StartMs => Trial.Started.ToUnixTimeMilliseconds();

    public long EndMs => StartMs + (long)(1000 * Trial.Seconds);

    public string Name => $"{Trial.Stage}: {Trial.Key}";

    /// <summary>Metrics that are numbers; names as MLflow allows them.</summary>
    public IEnumerable<(string Key, double Value)> Metrics => Trial.Metrics.Where(m => double.IsFinite(m.Value)).Select(m => (Clean(m.Key), m.Value));

    public IEnumerable<(string Key, string Value)> Parameters => Trial.Parameters.Select(p => (Clean(p.Key), p.Value));

    public IEnumerable<(string Key, string Value)> Tags =>
    [
        ("mlflow.runName", Name), ("mlflow.source.name", Experiment.Tool), ("mlflow.source.type", "LOCAL"), ("mlflow.source.git.commit", Experiment.Commit),
        (TrialTag, RunId), ("edgead.dataset", Experiment.Dataset), ("edgead.stage", Trial.Stage),
    ];

    // MLflow: letters, digits, underscores, dashes, points, blanks and slashes.
    private static string Clean(string name) => string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' ? c : '_'));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
