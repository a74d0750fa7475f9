namespace EdgeAD.Vision.Bench;

/// <summary>Counts a model's instructions on the emulated targets: starts tests/targets/model.sh, which installs nothing.</summary>
internal static class EmulatedBench
{
    /// <summary>Figures of one target by model; empty, with a line in <paramref name="missing"/>, where tools are not installed.</summary>
    /// <param name="target">Name in targets.sh.</param>
    /// <param name="models">Model files.</param>
    /// <param name="fastest">Only the target's fastest table.</param>
    /// <param name="missing">Gets what is not installed.</param>
    /// <param name="cancel">Stops the emulator.</param>
    public static IReadOnlyDictionary<string, IReadOnlyList<TableFigures>> Run(string target, IReadOnlyList<string> models, bool fastest, ICollection<string> missing, CancellationToken cancel)
    {
        string[] command = ["env", fastest ? "BENCH_BEST=1" : "BENCH_BEST=", "sh", SourceTree.PathOf("tests", "targets", "model.sh"), target, .. models];
        string[][] lines = [.. SourceTree.Run(command[0], command[1..], cancel, missing).Select(l => l.Split('\t', 3))];
        long code = lines.Where(c => c[1] == "-").Select(c => long.Parse(c[2].Split('\t')[1])).FirstOrDefault();
        string unit = target.StartsWith("wasm", StringComparison.Ordinal) ? "us" : "instructions";
        return lines.Where(c => c[1] != "-").GroupBy(c => c[1]).ToDictionary(g => g.Key, g => MeasuredLines.Read(g.Select(c => c[2]), target, unit, code), StringComparer.Ordinal);
    }

    /// <summary>Targets that are worth counting, as tests/targets/targets.sh names them.</summary>
    public static IReadOnlyList<string> Targets(CancellationToken cancel) =>
        SourceTree.Run("sh", ["-c", $"root=. . ./tests/targets/targets.sh; echo $counted"], cancel)[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
