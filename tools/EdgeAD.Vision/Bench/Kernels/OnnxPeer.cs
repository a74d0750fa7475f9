using System.Globalization;
using EdgeAD.Schema;

namespace EdgeAD.Vision.Bench;

/// <summary>Times ONNX Runtime on the backbone of a model: builds and starts tools/EdgeAD.Peers, which brings the runtime from NuGet.</summary>
internal static class OnnxPeer
{
    private static readonly (string File, string Name, bool Quantised)[] Kinds =
        [("float.onnx", "ONNX Runtime fp32", false), ("int8.onnx", "ONNX Runtime int8", true)];

    /// <summary>Builds the program.</summary>
    /// <exception cref="EdgeAdException">E1403 when the package cannot be had.</exception>
    public static string Build(CancellationToken cancel)
    {
        SourceTree.Run(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            ["build", SourceTree.PathOf("tools", "EdgeAD.Peers"), "-c", "Release", "-v", "q", "--nologo", "-clp:NoSummary"], cancel);
        return SourceTree.PathOf("tools", "EdgeAD.Peers", "bin", "Release", "net10.0", OperatingSystem.IsWindows() ? "edgead-peers.exe" : "edgead-peers");
    }

    /// <summary>Writes the network for the runtime, in all kinds of arithmetic.</summary>
    public static void Write(Network network, string folder)
    {
        foreach ((string file, string _, bool quantised) in Kinds)
            File.WriteAllBytes(Path.Combine(folder, file), OnnxTwin.Write(network, quantised));
    }

    /// <summary>Median microseconds over so many rounds.</summary>
    public static IReadOnlyList<PeerFigure> Run(string program, string folder, int rounds, CancellationToken cancel)
    {
        IReadOnlyList<string> lines = SourceTree.Run(program, [$"{rounds}", .. Kinds.Select(k => Path.Combine(folder, k.File))], cancel);
        Dictionary<string, string> figures = lines.Select(l => l.TrimEnd().Split('\t')).ToDictionary(c => Path.GetFileName(c[0]), c => c[1], StringComparer.Ordinal);
        return [.. Kinds.Select(k => new PeerFigure($"{k.Name} {figures["version"]}", TableFigures.Host, "us", double.Parse(figures[k.File], CultureInfo.InvariantCulture), Measured: true))];
    }
}
