using System.Globalization;
using EdgeAD.Vision.Cost;

namespace EdgeAD.Vision.Bench;

/// <summary>Counts a model's instructions on the emulated targets: starts tests/targets/model.sh, which installs nothing.</summary>
internal static class EmulatedBench
{
    /// <summary>Figures of one target by model; empty, with a line in <paramref name="missing"/>, where tools are not installed.</summary>
    /// <param name="target">Name in targets.sh.</param>
    /// <param name="models">Model files.</param>
    /// <param name="conversions">Gets what conversion of camera frames takes; where given, only the target's fastest table is counted.</param>
    /// <param name="missing">Gets what is not installed.</param>
    /// <param name="cancel">Stops the emulator.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<TableFigures>> Run(string target, IReadOnlyList<string> models, ICollection<ConversionCost>? conversions, ICollection<string> missing, CancellationToken cancel)
    {
        string[] command = ["env", conversions is null ? "BENCH_BEST=" : "BENCH_BEST=1", "sh", SourceTree.PathOf("tests", "targets", "model.sh"), target, .. models];
        string[][] lines = [.. SourceTree.Run(command[0], command[1..], cancel, missing).Select(l => l.Split('\t', 3))];
        string[][] whole = [.. lines.Where(c => c[1] == "-").Select(c => c[2].Split('\t'))];
        long code = whole.Where(c => c[0] == "code").Select(c => Whole(c[1])).FirstOrDefault();
        foreach (string[] c in whole.Where(c => c[0] == "conversion"))
            conversions?.Add(new ConversionCost((int)Whole(c[1]), (int)Whole(c[2]), Whole(c[3])));
        string unit = target.StartsWith("wasm", StringComparison.Ordinal) ? "us" : "instructions";
        return lines.Where(c => c[1] != "-").GroupBy(c => c[1]).ToDictionary(g => g.Key, g => MeasuredLines.Read(g.Select(c => c[2]), target, unit, code), StringComparer.Ordinal);
    }

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Targets that are worth counting, as tests/targets/targets.sh names them.</summary>
    public static IReadOnlyList<string> Targets(CancellationToken cancel) =>
        SourceTree.Run("sh", ["-c", $"root=. . ./tests/targets/targets.sh; echo $counted"], cancel)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
