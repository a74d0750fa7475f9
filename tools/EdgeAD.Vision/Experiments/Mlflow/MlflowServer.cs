using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EdgeAD.Vision.Experiments.Mlflow;

/// <summary>Sends experiments to an MLflow tracking server (REST API 2.0).</summary>
/// <remarks>Credentials come from the variables that MLflow's own client reads: MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD.</remarks>
public sealed class MlflowServer : IDisposable
{
    private const string Api = "api/2.0/mlflow/";
    private readonly HttpClient _http;

    /// <param name="address">Root of the server, e.g. <c>http://localhost:5000</c>.</param>
    /// <exception cref="EdgeAdException">E1001 when it is no http address.</exception>
    public MlflowServer(string address)
    {
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) || root.Scheme is not ("http" or "https"))
            throw new EdgeAdException(ErrorCode.InvalidOption, $"'{address}' is not the address of a server", "give one like http://localhost:5000");
        _http = new HttpClient { BaseAddress = root, Timeout = TimeSpan.FromSeconds(60) };
        if (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_TOKEN") is { Length: > 0 } token)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        else if (Environment.GetEnvironmentVariable("MLFLOW_TRACKING_USERNAME") is { Length: > 0 } user)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{Environment.GetEnvironmentVariable("MLFLOW_TRACKING_PASSWORD")}")));
    }

    /// <summary>Sends one experiment; runs that the server has already are left alone, so an export can be repeated after an interruption.</summary>
    /// <returns>Runs sent and runs that were there.</returns>
    /// <exception cref="EdgeAdException">E1603 when the server cannot be reached or refuses.</exception>
    public (int Sent, int Known) Send(ExperimentStore store, Experiment experiment, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        string id = ExperimentId(experiment, cancel);
        IReadOnlyList<Trial> trials = store.Trials(experiment.Id);
        HashSet<string> known = Known(id, cancel);
        int sent = 0;
        for (int i = 0; i < trials.Count; i++)
        {
            var run = new MlflowRun(experiment, trials[i], store.Model(trials[i].Id));
            if (!known.Contains(run.RunId))
            {
                Send(run, id, cancel);
                sent++;
            }

            progress?.Report(new WorkProgress("export", i + 1, trials.Count));
        }

        return (sent, trials.Count - sent);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private string ExperimentId(Experiment experiment, CancellationToken cancel)
    {
        string name = MlflowRun.ExperimentName(experiment);
        JsonNode? found = Call(HttpMethod.Get, $"experiments/get-by-name?experiment_name={Uri.EscapeDataString(name)}", null, cancel, missing: true);
        found ??= new JsonObject { ["experiment"] = Call(HttpMethod.Post, "experiments/create", new JsonObject { ["name"] = name }, cancel) };
        return Text(found, "experiment", "experiment_id");
    }

    /// <summary>Trials of ours that are complete on the server; a run that an interruption left behind is sent again.</summary>
    private HashSet<string> Known(string experimentId, CancellationToken cancel)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        string? page = null;
        do
        {
            var body = new JsonObject { ["experiment_ids"] = new JsonArray(experimentId), ["filter"] = "attributes.status = 'FINISHED'", ["max_results"] = 1000 };
            if (page is not null)
                body["page_token"] = page;
            JsonNode answer = Call(HttpMethod.Post, "runs/search", body, cancel);
            foreach (JsonNode? run in answer["runs"] as JsonArray ?? [])
            {
                foreach (JsonNode? tag in run?["data"]?["tags"] as JsonArray ?? [])
                {
                    if ((string?)tag?["key"] == MlflowRun.TrialTag && (string?)tag?["value"] is { } trial)
                        known.Add(trial);
                }
            }

            page = (string?)answer["next_page_token"];
        }
        while (!string.IsNullOrEmpty(page));
        return known;
    }

    private void Send(MlflowRun run, string experimentId, CancellationToken cancel)
    {
        JsonNode made = Call(HttpMethod.Post, "runs/create", new JsonObject
        {
            ["experiment_id"] = experimentId, ["run_name"] = run.Name, ["start_time"] = run.StartMs, ["tags"] = Pairs(run.Tags),
        }, cancel);
        string id = Text(made, "run", "info", "run_id");
        Call(HttpMethod.Post, "runs/log-batch", new JsonObject
        {
            ["run_id"] = id,
            ["metrics"] = new JsonArray([.. run.Metrics.Select(m => new JsonObject { ["key"] = m.Key, ["value"] = m.Value, ["timestamp"] = run.EndMs, ["step"] = 0 })]),
            ["params"] = Pairs(run.Parameters),
        }, cancel);
        // Only servers that proxy artifacts take files over HTTP; elsewhere the run goes without its model.
        const string proxied = "mlflow-artifacts:/";
        if (run.Model is { } model && Text(made, "run", "info", "artifact_uri") is var uri && uri.StartsWith(proxied, StringComparison.Ordinal))
            Put($"api/2.0/mlflow-artifacts/artifacts/{uri[proxied.Length..].Trim('/')}/{MlflowRun.ModelFile}", model, cancel);
        Call(HttpMethod.Post, "runs/update", new JsonObject { ["run_id"] = id, ["status"] = "FINISHED", ["end_time"] = run.EndMs }, cancel);
    }

    private static JsonArray Pairs(IEnumerable<(string Key, string Value)> pairs) =>
        new([.. pairs.Select(p => new JsonObject { ["key"] = p.Key, ["value"] = p.Value })]);

    private void Put(string path, byte[] content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(content) };
        using HttpResponseMessage response = Exchange(request, cancel);
        Require(response, path);
    }

    private JsonNode Call(HttpMethod method, string path, JsonObject? body, CancellationToken cancel) => Call(method, path, body, cancel, missing: false)!;

    private JsonNode? Call(HttpMethod method, string path, JsonObject? body, CancellationToken cancel, bool missing)
    {
        using var request = new HttpRequestMessage(method, Api + path) { Content = body is null ? null : JsonContent.Create(body) };
        using HttpResponseMessage response = Exchange(request, cancel);
        if (missing && response.StatusCode == HttpStatusCode.NotFound)
            return null;
        Require(response, path);
        try
        {
            using Stream stream = response.Content.ReadAsStream(cancel);
            return JsonNode.Parse(stream) ?? new JsonObject();
        }
        catch (JsonException e)
        {
            throw new EdgeAdException(ErrorCode.ServerRefused, $"{_http.BaseAddress} does not answer as an MLflow server does ({path})", "check the address", e);
        }
    }

    private HttpResponseMessage Exchange(HttpRequestMessage request, CancellationToken cancel)
    {
        try
        {
            return _http.Send(request, cancel);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            throw new EdgeAdException(ErrorCode.ServerRefused, $"{_http.BaseAddress} cannot be reached: {e.Message}", "check address and network; run the same command again, what was sent is not sent twice", e);
        }
    }

    private void Require(HttpResponseMessage response, string path)
    {
        if (response.IsSuccessStatusCode)
            return;
        string reason = new StreamReader(response.Content.ReadAsStream()).ReadToEnd();
        throw new EdgeAdException(ErrorCode.ServerRefused, $"{_http.BaseAddress} refuses {path.Split('?')[0]} with {(int)response.StatusCode}: {reason[..Math.Min(reason.Length, 200)]}", "check address, credentials and the server's log");
    }

    private string Text(JsonNode node, params string[] path)
    {
        JsonNode? at = node;
        foreach (string name in path)
            at = at?[name];
        return (string?)at ?? throw new EdgeAdException(ErrorCode.ServerRefused, $"{_http.BaseAddress} does not answer as an MLflow server does: no {string.Join('.', path)}", "check the address");
    }
}
