using System.ComponentModel;
using System.Diagnostics;

namespace EdgeAD.Vision.Bench;

/// <summary>The checkout that this tool was built in: benchmarks build native programs from it.</summary>
internal static class SourceTree
{
    /// <summary>Its folder.</summary>
    /// <exception cref="EdgeAdException">E1403 where the tool runs without one.</exception>
    public static string Root { get; } = Find() ?? "";

    /// <summary>A file or folder of the checkout.</summary>
    public static string PathOf(params string[] parts) => Root.Length > 0
        ? Path.Combine([Root, .. parts])
        : throw new EdgeAdException(ErrorCode.PackageMissing, "this benchmark builds programs from the sources, and the tool does not run from a checkout", "clone the repository and run ./edgead there");

    /// <summary>Where programs are built; <c>EDGEAD_BUILD</c> moves it, as for the tests.</summary>
    public static string Build(params string[] parts) => Path.Combine([Environment.GetEnvironmentVariable("EDGEAD_BUILD") ?? PathOf("build"), .. parts]);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Lines on standard output; <paramref name="remarks"/> gets those on standard error.</returns>
    /// <exception cref="EdgeAdException">E1403 when it is not installed or fails.</exception>
    public static IReadOnlyList<string> Run(string program, IEnumerable<string> arguments, CancellationToken cancel, ICollection<string>? remarks = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new EdgeAdException(ErrorCode.PackageMissing, $"'{program}' cannot be run: {e.Message}", $"install {program}", e);
        }

        using CancellationTokenRegistration stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        string[] output = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] said = error.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new EdgeAdException(ErrorCode.PackageMissing, $"'{program} {string.Join(' ', start.ArgumentList)}' ended with status {process.ExitCode}: {string.Join("; ", output.Concat(said).TakeLast(3))}",
                "the lines above say what is missing");
        }

        foreach (string line in said)
            remarks?.Add(line.TrimEnd());
        return output;
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "native-kernels", "CMakeLists.txt")))
                return folder.FullName;
        }

        return null;
    }
}
