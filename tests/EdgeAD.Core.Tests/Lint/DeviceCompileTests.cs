using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeAD.Core.Tests.Lint;

/// <summary>EdgeAD.Core compiles against a core library that has next to nothing in it, as nanoFramework's has.</summary>
public sealed class DeviceCompileTests
{
    [Fact]
    public void Core_needs_nothing_but_the_smallest_core_library()
    {
        var library = Compile("mscorlib", [File.ReadAllText(Repository.PathOf("tests", "EdgeAD.Core.Tests", "Lint", "SmallCoreLibrary.txt"))], []);
        Assert.Empty(Errors(library));

        string[] sources = Directory.EnumerateFiles(Repository.PathOf("managed", "EdgeAD.Core"), "*.cs").Select(File.ReadAllText).ToArray();
        Assert.Empty(Errors(Compile("EdgeAD.Core", sources, [library.ToMetadataReference()])));
    }

    private static CSharpCompilation Compile(string name, IEnumerable<string> sources, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            name, sources.Select(text => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest))), references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static IEnumerable<string> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString());
}
