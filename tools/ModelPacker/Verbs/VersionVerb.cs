using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using EdgeAD.ModelPacker.Cli;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary><c>edgead version</c>: what is running, for reports of faults.</summary>
internal static class VersionVerb
{
    public static Command Build()
    {
        Option<bool> json = Options.JsonFlag();
        var verb = new Verb("version", "Says which version runs, on what.", "edgead version", "edgead version --json") { json };
        verb.Run(run =>
        {
            string version = typeof(VersionVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
            string system = $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}";
            run.Say($"edgead {version}");
            run.Say($"{RuntimeInformation.FrameworkDescription} on {system}, {Environment.ProcessorCount} processors");
            run.WriteJson(json, new
            {
                Version = version,
                Framework = RuntimeInformation.FrameworkDescription,
                System = system,
                Processors = Environment.ProcessorCount,
            });
            return ExitCode.Ok;
        });
        return verb;
    }
}
