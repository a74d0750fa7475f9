using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeAD.Core.Tests.Lint;

/// <summary>
/// Compiles sources of the camera against a core library that has next to nothing in it, as nanoFramework's has. In C# 10, as the .nfproj files do:
/// from C# 11 on the compiler adds types of its own, which would stand in the native method table.
/// </summary>
internal static class DeviceCompilation
{
    /// <summary>The core library that stands in for nanoFramework's.</summary>
    public static CSharpCompilation CoreLibrary { get; } =
        Create("mscorlib", [File.ReadAllText(Repository.PathOf("tests", "EdgeAD.Core.Tests", "Lint", "SmallCoreLibrary.txt"))]);

    /// <summary>Compiles a folder of the repository with its subfolders.</summary>
    public static CSharpCompilation OfFolder(string name, string[] folder, params CSharpCompilation[] references) =>
        Create(
            name, Repository.Sources(folder).Select(File.ReadAllText),
            [CoreLibrary, .. references]);

    /// <summary>The compiler's errors.</summary>
    public static IEnumerable<string> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString());

    /// <summary>Compiles sources.</summary>
    public static CSharpCompilation Create(string name, IEnumerable<string> sources, params CSharpCompilation[] references) =>
        CSharpCompilation.Create(
            name, sources.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp10))),
            references.Select(reference => reference.ToMetadataReference()), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
}
