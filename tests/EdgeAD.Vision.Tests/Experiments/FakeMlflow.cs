using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace EdgeAD.Vision.Tests.Experiments;

/// <summary>A tracking server in memory that is as strict as MLflow about what it is sent.</summary>
internal sealed class FakeMlflow : IDisposable
{
    private readonly HttpListener _listener = new();
    private int _requests;

    public FakeMlflow()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = Serve();
    }

    public string Address { get; }

    /// <summary>Requests answered before every further one fails with 500.</summary>
    public int RefuseAfter { get; set; } = int.MaxValue;

    public List<string> Experiments { get; } = [];

    public Dictionary<string, Run> Runs { get; } = [];

    // Waits for nobody: a context that is asked for while the listener stops may never come.
    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            (int status, JsonNode answer) = ++_requests > RefuseAfter ? (500, new JsonObject { ["error_code"] = "INTERNAL_ERROR" }) : Judge(context.Request);
            context.Response.StatusCode = status;
            using (var writer = new StreamWriter(context.Response.OutputStream))
                writer.Write(answer.ToJsonString());
            context.Response.Close();
        }
    }

    // What the server finds wrong reaches the test as the refusal of its client.
    private (int Status, JsonNode Answer) Judge(HttpListenerRequest request)
    {
        try
        {
            return Answer(request);
        }
        catch (Exception e)
        {
            return (500, new JsonObject { ["message"] = e.ToString() });
        }
    }

    private (int Status, JsonNode Answer) Answer(HttpListenerRequest request)
    {
        using var content = new MemoryStream();
        request.InputStream.CopyTo(content);
        string path = request.Url!.AbsolutePath;
        if (request.HttpMethod == "PUT" && path.StartsWith("/api/2.0/mlflow-artifacts/artifacts/", StringComparison.Ordinal))
        {
            string[] parts = path.Split('/');
            Assert.Equal(["1", "artifacts", "model.ead"], [parts[5], parts[7], parts[8]]);
            Runs[parts[6]].Model = content.ToArray();
            return (200, new JsonObject());
        }

        JsonNode body = content.Length > 0 ? JsonNode.Parse(content.ToArray())! : new JsonObject();
        switch (request.HttpMethod, path["/api/2.0/mlflow/".Length..])
        {
            case ("GET", "experiments/get-by-name"):
                string name = request.QueryString["experiment_name"]!;
                return Experiments.Contains(name)
                    ? (200, new JsonObject { ["experiment"] = new JsonObject { ["experiment_id"] = "1" } })
                    : (404, new JsonObject { ["error_code"] = "RESOURCE_DOES_NOT_EXIST" });
            case ("POST", "experiments/create"):
                Experiments.Add((string)body["name"]!);
                return (200, new JsonObject { ["experiment_id"] = "1" });
            case ("POST", "runs/search"):
                Assert.Equal("1", (string)body["experiment_ids"]![0]!);
                return (200, new JsonObject { ["runs"] = new JsonArray([.. Runs.Values.Where(r => r.Status == "FINISHED").Select(r => r.Json())]) });
            case ("POST", "runs/create"):
                string id = (Runs.Count + 1).ToString("x32", CultureInfo.InvariantCulture);
                Runs[id] = new Run { Tags = Pairs(body["tags"]!) };
                Assert.True((long)body["start_time"]! > 0);
                return (200, new JsonObject { ["run"] = new JsonObject { ["info"] = new JsonObject { ["run_id"] = id, ["artifact_uri"] = $"mlflow-artifacts:/1/{id}/artifacts" } } });
            case ("POST", "runs/log-batch"):
                Run run = Runs[(string)body["run_id"]!];
                run.Params = Pairs(body["params"]!);
                run.Metrics = body["metrics"]!.AsArray().ToDictionary(m => (string)m!["key"]!, m => m!["timestamp"] is not null && m["step"] is not null ? (double)m["value"]! : throw new InvalidOperationException());
                return (200, new JsonObject());
            case ("POST", "runs/update"):
                Runs[(string)body["run_id"]!].Status = (string)body["status"]!;
                return (200, new JsonObject { ["run_info"] = new JsonObject() });
            default:
                return (404, new JsonObject { ["error_code"] = "ENDPOINT_NOT_FOUND" });
        }
    }

    private static Dictionary<string, string> Pairs(JsonNode list) => list.AsArray().ToDictionary(p => (string)p!["key"]!, p => (string)p!["value"]!);

    internal sealed class Run
    {
        public Dictionary<string, string> Tags { get; init; } = [];

        public Dictionary<string, string> Params { get; set; } = [];

        public Dictionary<string, double> Metrics { get; set; } = [];

        public byte[]? Model { get; set; }

        public string Status { get; set; } = "RUNNING";

        public JsonNode Json() => new JsonObject
        {
            ["data"] = new JsonObject { ["tags"] = new JsonArray([.. Tags.Select(t => new JsonObject { ["key"] = t.Key, ["value"] = t.Value })]) },
        };
    }
}
