using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EdgeAD.Vision.Experiments;

/// <summary>Every trial of every search in one SQLite file. What was recorded survives a kill; several processes may use the file.</summary>
public sealed class ExperimentStore : IDisposable
{
    /// <summary>Name of the file where none is given.</summary>
    public const string DefaultPath = "edgead-experiments.db";

    private const int Version = 1;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS experiment(
            id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, dataset TEXT NOT NULL, fingerprint TEXT NOT NULL UNIQUE,
            tool TEXT NOT NULL, commit_id TEXT NOT NULL, created TEXT NOT NULL, finished TEXT);
        CREATE TABLE IF NOT EXISTS trial(
            id INTEGER PRIMARY KEY, experiment INTEGER NOT NULL REFERENCES experiment(id), stage TEXT NOT NULL, key TEXT NOT NULL,
            parameters TEXT NOT NULL, metrics TEXT NOT NULL, started TEXT NOT NULL, seconds REAL NOT NULL, model BLOB,
            UNIQUE(experiment, stage, key));
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();
    private readonly string _path;

    private ExperimentStore(string path, SqliteConnection connection) => (_path, _connection) = (path, connection);

    /// <summary>Opens a store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="create">Make it when it is not there; otherwise that is an error.</param>
    /// <exception cref="EdgeAdException">E1101 no such file; E1601 not a store, or one of a newer tool.</exception>
    public static ExperimentStore Open(string path, bool create)
    {
        if (!create && !File.Exists(path))
            throw new EdgeAdException(ErrorCode.PathNotFound, $"there is no experiment store '{path}'", "name it with --store, or make one with: edgead search DATASET -o model.ead");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        var store = new ExperimentStore(path, connection);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            connection.Open();
            long version = (long)store.Command("PRAGMA user_version").ExecuteScalar()!;
            if (version > Version)
                throw new EdgeAdException(ErrorCode.StoreUnreadable, $"'{path}' was written by a newer version of this tool", "update the tool, or name another --store");
            if (version == 0)
                store.Command($"{Schema} PRAGMA user_version = {Version}").ExecuteNonQuery();
            return store;
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            store.Dispose();
            throw new EdgeAdException(ErrorCode.StoreUnreadable, $"'{path}' cannot be used as an experiment store: {e.Message}", "name another file with --store; this one was left as it is", e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>The experiment with this fingerprint, as it was left, or a new one.</summary>
    public Experiment Begin(string name, string kind, string dataset, string fingerprint) => Guard(() =>
    {
        using SqliteCommand insert = Command(
            "INSERT OR IGNORE INTO experiment(name, kind, dataset, fingerprint, tool, commit_id, created) VALUES ($name, $kind, $dataset, $fingerprint, $tool, $commit, $created)",
            ("$name", name), ("$kind", kind), ("$dataset", dataset), ("$fingerprint", fingerprint), ("$tool", ToolVersion.Name), ("$commit", ToolVersion.Commit),
            ("$created", Text(DateTimeOffset.UtcNow)));
        insert.ExecuteNonQuery();
        return ReadExperiments("WHERE fingerprint = $fingerprint", ("$fingerprint", fingerprint)).Single();
    });

    /// <summary>All experiments, oldest first.</summary>
    public IReadOnlyList<Experiment> Experiments() => Guard(() => ReadExperiments(""));

    /// <summary>One experiment.</summary>
    /// <exception cref="EdgeAdException">E1602 when there is none of that number.</exception>
    public Experiment Get(long id) => Guard(() => ReadExperiments("WHERE e.id = $id", ("$id", id))).SingleOrDefault()
        ?? throw new EdgeAdException(ErrorCode.ExperimentNotFound, $"'{_path}' has no experiment {id}", $"see which there are with: edgead experiments list --store {_path}");

    /// <summary>Trials of an experiment in the order they were recorded.</summary>
    public IReadOnlyList<Trial> Trials(long experiment) => Guard(() =>
    {
        using SqliteCommand select = Command(
            "SELECT id, stage, key, parameters, metrics, started, seconds, coalesce(length(model), 0) FROM trial WHERE experiment = $experiment ORDER BY id", ("$experiment", experiment));
        using SqliteDataReader row = select.ExecuteReader();
        var trials = new List<Trial>();
        while (row.Read())
        {
            trials.Add(new Trial(
                row.GetInt64(0), experiment, row.GetString(1), row.GetString(2), JsonSerializer.Deserialize<SortedDictionary<string, string>>(row.GetString(3))!,
                JsonSerializer.Deserialize<SortedDictionary<string, double>>(row.GetString(4))!, Time(row.GetString(5)), row.GetDouble(6), row.GetInt32(7)));
        }

        return (IReadOnlyList<Trial>)trials;
    });

    /// <summary>The model file stored with a trial; null without one.</summary>
    public byte[]? Model(long trial) => Guard(() =>
    {
        using SqliteCommand select = Command("SELECT model FROM trial WHERE id = $id", ("$id", trial));
        return select.ExecuteScalar() as byte[];
    });

    /// <summary>Records trials in one step; one that is there already (same experiment, stage and key) is replaced. Metrics that are no numbers are left out.</summary>
    /// <param name="trials">Their <see cref="Trial.Id"/> is not used.</param>
    /// <param name="model">Model file of the trials, or null.</param>
    public void Record(IReadOnlyList<Trial> trials, byte[]? model = null) => Guard(() =>
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        foreach (Trial trial in trials)
        {
            using SqliteCommand insert = Command(
                "INSERT OR REPLACE INTO trial(experiment, stage, key, parameters, metrics, started, seconds, model) VALUES ($experiment, $stage, $key, $parameters, $metrics, $started, $seconds, $model)",
                ("$experiment", trial.ExperimentId), ("$stage", trial.Stage), ("$key", trial.Key), ("$parameters", JsonSerializer.Serialize(trial.Parameters)),
                ("$metrics", JsonSerializer.Serialize(Finite(trial.Metrics))), ("$started", Text(trial.Started)), ("$seconds", trial.Seconds), ("$model", (object?)model ?? DBNull.Value));
            insert.Transaction = transaction;
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return true;
    });

    /// <summary>Marks an experiment as complete.</summary>
    public void Finish(long experiment) => Guard(() =>
        Command("UPDATE experiment SET finished = $now WHERE id = $id", ("$now", Text(DateTimeOffset.UtcNow)), ("$id", experiment)).ExecuteNonQuery());

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private List<Experiment> ReadExperiments(string where, params (string Name, object Value)[] values)
    {
        using SqliteCommand select = Command(
            $"SELECT e.id, name, kind, dataset, fingerprint, tool, commit_id, created, finished, (SELECT count(*) FROM trial WHERE experiment = e.id) FROM experiment e {where} ORDER BY e.id", values);
        using SqliteDataReader row = select.ExecuteReader();
        var experiments = new List<Experiment>();
        while (row.Read())
        {
            experiments.Add(new Experiment(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), Time(row.GetString(7)),
                row.IsDBNull(8) ? null : Time(row.GetString(8)), row.GetInt32(9)));
        }

        return experiments;
    }

    private SqliteCommand Command(string text, params (string Name, object Value)[] values)
    {
        SqliteCommand command = _connection.CreateCommand();
        command.CommandText = text;
        foreach ((string name, object value) in values)
            command.Parameters.AddWithValue(name, value);
        return command;
    }

    private T Guard<T>(Func<T> work)
    {
        lock (_gate)
        {
            try
            {
                return work();
            }
            catch (SqliteException e)
            {
                throw new EdgeAdException(ErrorCode.StoreUnreadable, $"the experiment store '{_path}' failed: {e.Message}", "check the file and the free space, or name another file with --store; what was recorded before is kept", e);
            }
        }
    }

    private static Dictionary<string, double> Finite(IReadOnlyDictionary<string, double> metrics) => metrics.Where(m => double.IsFinite(m.Value)).ToDictionary();

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
