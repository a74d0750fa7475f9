using System.Reflection;

namespace EdgeAD.Vision;

/// <summary>Name, version and commit of this build, for provenance.</summary>
public static class ToolVersion
{
    private static readonly string Informational =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>For example <c>edgead 0.1.0</c>.</summary>
    public static string Name => "edgead " + Informational.Split('+')[0];

    /// <summary>Git commit of the build, or an empty string outside a checkout.</summary>
    public static string Commit => Informational.Split('+') is [_, var commit, ..] ? commit : "";
}
