using EdgeAD.Schema;
using EdgeAD.Vision.Inference;
using EdgeAD.Vision.Pipeline;
using Google.FlatBuffers;

namespace EdgeAD.Vision.Bench;

/// <summary>Kernels of one model per layer and as a whole, on this machine beside ONNX Runtime and on the emulated targets.</summary>
public static class KernelBench
{
    /// <summary>Kernels and peers take turns so often, so that a busy stretch of the machine does not hit one of them alone.</summary>
    private const int Turns = 3;

    private const string Plain = "-plain"; // targets that build reference C only: every target's own table is measured beside it anyway

    /// <summary>Measures.</summary>
    /// <exception cref="EdgeAdException">E1101, E13xx model; E1403 a compiler or the sources are missing.</exception>
    public static KernelReport Run(KernelBenchOptions options, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        byte[] file = options.Model is { } path ? Read(path) : EmptyModel.Default();
        ModelCard card = ModelCard.Read(file, options.Model ?? "default network");
        string folder = Directory.CreateTempSubdirectory("edgead-bench-").FullName;
        try
        {
            string model = Path.Combine(folder, "model.ead");
            File.WriteAllBytes(model, file);
            var missing = new List<string>();
            (IReadOnlyList<TableFigures> tables, IReadOnlyList<PeerFigure> peers) = Host(file, folder, options, missing, progress, cancel);
            if (options.Emulated)
                tables = [.. tables, .. Emulated(model, options, missing, progress, cancel)];
            return new KernelReport
            {
                Tool = ToolVersion.Name,
                Commit = ToolVersion.Commit,
                Machine = ProcessorName(),
                Model = Describe(card, options.Model is null),
                IsDefault = options.Model is null,
                ModelBytes = file.Length,
                ArenaBytes = card.ArenaBytes,
                LayerNames = [.. card.Layers.Select(l => l.Name)],
                Tables = tables,
                Peers = [.. peers, .. options.Model is null ? PeerFigure.Earlier : []],
                Missing = missing,
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Read(string path)
    {
        using AnomalyModel model = AnomalyModel.Open(path); // refuses what is no model with the message of every verb
        return File.ReadAllBytes(path);
    }

    private static (IReadOnlyList<TableFigures> Tables, IReadOnlyList<PeerFigure> Peers) Host(
        byte[] file, string folder, KernelBenchOptions options, List<string> missing, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        progress?.Report(new WorkProgress("building the benchmark", 0, 1));
        string program = HostBench.Build(cancel), model = Path.Combine(folder, "model.ead");
        string? runtime = options.Peers ? BuildPeer(file, folder, missing, cancel) : null;
        var ours = new List<IReadOnlyList<TableFigures>>();
        var theirs = new List<IReadOnlyList<PeerFigure>>();
        int rounds = Math.Max(1, options.Rounds / Turns);
        for (int turn = 0; turn < Turns; turn++)
        {
            progress?.Report(new WorkProgress("timing", turn, Turns));
            ours.Add(HostBench.Run(program, model, rounds, cancel));
            if (runtime is not null)
                theirs.Add(OnnxPeer.Run(runtime, folder, rounds, cancel));
        }

        IReadOnlyList<PeerFigure> peers = runtime is null ? [] : [.. theirs[0].Select((p, i) => p with { Value = HostBench.Middle(theirs.Select(t => t[i].Value)) })];
        return (HostBench.Median(ours), peers);
    }

    private static string? BuildPeer(byte[] file, string folder, List<string> missing, CancellationToken cancel)
    {
        try
        {
            string runtime = OnnxPeer.Build(cancel);
            OnnxPeer.Write(Model.GetRootAsModel(new ByteBuffer(file)).Network!.Value, folder);
            return runtime;
        }
        catch (EdgeAdException e) when (e.Code == ErrorCode.PackageMissing)
        {
            missing.Add($"ONNX Runtime was not measured: {e.Message}");
            return null;
        }
    }

    private static IEnumerable<TableFigures> Emulated(string model, KernelBenchOptions options, List<string> missing, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        IReadOnlyList<string> targets = options.Targets.Count > 0 ? options.Targets : [.. EmulatedBench.Targets(cancel).Where(t => !t.EndsWith(Plain, StringComparison.Ordinal))];
        for (int i = 0; i < targets.Count; i++)
        {
            progress?.Report(new WorkProgress("emulated targets", i, targets.Count));
            foreach (TableFigures table in EmulatedBench.Run(targets[i], [model], conversions: null, missing, cancel).Values.SelectMany(t => t))
                yield return table;
        }
    }

    private static string Describe(ModelCard card, bool isDefault) =>
        $"{(isDefault ? "default network, MobileNetV2-0.35" : card.Name)} at {card.InputWidth}x{card.InputHeight}{(card.InputChannels == 1 ? " grey" : "")} cut at {string.Join(", ", card.Cuts)}, "
        + $"{card.Layers.Count} layers, {card.GridRows}x{card.GridColumns} cells of {card.Dimensions} features";

    private static string ProcessorName()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is null ? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
