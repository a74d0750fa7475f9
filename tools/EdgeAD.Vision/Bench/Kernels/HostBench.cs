namespace EdgeAD.Vision.Bench;

/// <summary>Times a model on this machine with all tables of operators that it can run: builds and starts native-kernels/bench.</summary>
internal static class HostBench
{
    /// <summary>Builds the program when its sources have changed.</summary>
    public static string Build(CancellationToken cancel)
    {
        string folder = SourceTree.Build("bench");
        SourceTree.Run("cmake", ["-S", SourceTree.PathOf("native-kernels"), "-B", folder, "-DCMAKE_BUILD_TYPE=Release", "-DEAD_BENCH=ON"], cancel);
        SourceTree.Run("cmake", ["--build", folder, "--config", "Release", "--target", "edgead_bench"], cancel);
        string name = OperatingSystem.IsWindows() ? "edgead_bench.exe" : "edgead_bench";
        return File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : Path.Combine(folder, "Release", name);
    }

    /// <summary>Median microseconds over so many rounds.</summary>
    public static IReadOnlyList<TableFigures> Run(string program, string model, int rounds, CancellationToken cancel) =>
        MeasuredLines.Read(SourceTree.Run(program, [model, $"{rounds}"], cancel), TableFigures.Host, "us");

    /// <summary>The median of several runs, part by part.</summary>
    public static IReadOnlyList<TableFigures> Median(IReadOnlyList<IReadOnlyList<TableFigures>> runs) =>
        [.. runs[0].Select((table, t) => table with
        {
            Frame = Middle(runs.Select(r => r[t].Frame)),
            Camera = Middle(runs.Select(r => r[t].Camera)),
            Head = Middle(runs.Select(r => r[t].Head)),
            Layers = [.. table.Layers.Select((layer, i) => layer with { Value = Middle(runs.Select(r => r[t].Layers[i].Value)) })],
        })];

    /// <summary>The median; of an even number of values the larger of the two in the middle.</summary>
    public static double Middle(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
}
