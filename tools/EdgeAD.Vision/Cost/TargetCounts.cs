using System.Text.Json;
using EdgeAD.Vision.Bench;

namespace EdgeAD.Vision.Cost;

/// <summary>A sweep over one target: a file of the folder <c>Cost/targets</c>, which <c>edgead bench cost</c> writes.</summary>
public sealed record TargetCounts
{
    /// <summary>Name in tests/targets/targets.sh.</summary>
    public required string Target { get; init; }

    /// <summary>Operators that were counted.</summary>
    public required string Table { get; init; }
    public required string Tool { get; init; }
    public required string Commit { get; init; }

    /// <summary>Code of the whole library on that target.</summary>
    public required long CodeBytes { get; init; }

    /// <summary>Camera frames to the rows of models of every size.</summary>
    public required IReadOnlyList<ConversionCost> Conversions { get; init; }
    public required IReadOnlyList<CostSample> Samples { get; init; }

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true, Converters = { new LayerText() } };

    /// <summary>Targets whose counts come with the tool, by name.</summary>
    public static IReadOnlyList<string> All =>
        [.. Resources().Select(r => r[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal)];

    private const string Prefix = "cost/", Suffix = ".json";

    /// <summary>The counts of a target, or null where it was never counted.</summary>
    public static TargetCounts? Find(string target)
    {
        using Stream? stream = typeof(TargetCounts).Assembly.GetManifestResourceStream($"{Prefix}{target}{Suffix}");
        return stream is null ? null : JsonSerializer.Deserialize<TargetCounts>(stream, Options);
    }

    /// <summary>The text of a file; a line per sample.</summary>
    public string ToJson()
    {
        string lines = string.Join(",\n", Samples.Select(s => JsonSerializer.Serialize(s, Options)));
        string head = JsonSerializer.Serialize(this with { Samples = [] }, Options);
        return $"{head[..head.LastIndexOf(']')]}\n{lines}\n]}}\n";
    }

    private static IEnumerable<string> Resources() => typeof(TargetCounts).Assembly.GetManifestResourceNames()
        .Where(r => r.StartsWith(Prefix, StringComparison.Ordinal) && r.EndsWith(Suffix, StringComparison.Ordinal));
}
