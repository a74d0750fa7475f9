namespace EdgeAD.Core.Tests.Lint;

/// <summary>The camera's sources keep to what nanoFramework v1 can run, and the check itself catches every construct it claims to.</summary>
public sealed class DeviceLanguageTests
{
    /// <summary>Rule, then a snippet inside a class that breaks it.</summary>
    public static TheoryData<string, string> Offences => new()
    {
        { "own generic", "class Box<T> { }" },
        { "own generic", "T Same<T>(T x) { return x; }" },
        { "generic type", "System.Action<int> f;" },
        { "generic type", "void F() { var x = new System.Collections.Generic.List<int>(); }" },
        { "LINQ", "object F(int[] a) { return from x in a select x; }" },
        { "async", "async void F() { }" },
        { "async", "async System.Threading.Tasks.Task F() { await System.Threading.Tasks.Task.Delay(1); }" },
        { "yield", "System.Collections.IEnumerable F() { yield return 1; }" },
        { "record", "record R(int X);" },
        { "record", "record struct S(int X);" },
        { "tuple", "(int, int) F() { return (1, 2); }" },
        { "tuple", "void F((int A, int B) x) { var (a, b) = x; }" },
        { "nullable type", "int? x;" },
        { "nullable type", "string? x;" },
        { "rectangular array", "int[,] x;" },
        { "rectangular array", "object F() { return new int[2, 2]; }" },
        { "checked", "int F(int x) { return checked(x + 1); }" },
        { "checked", "int F(int x) { checked { x++; } return x; }" },
        { "default interface method", "interface I { int F() { return 1; } }" },
        { "default interface method", "interface I { int P => 1; }" },
        { "Enum.ToString", "enum E { A } string F(E e) { return e.ToString(); }" },
        { "Enum.ToString", "enum E { A } string F(E e) { return \"is \" + e; }" },
        { "interpolated string", "string F(int x) { return $\"{x}\"; }" },
        { "string.Format", "string F(int x) { return string.Format(\"{0}\", x); }" },
        { "switch expression", "int F(int x) { return x switch { 1 => 2, _ => 3 }; }" },
        { "collection expression", "int[] F() { return [1, 2]; }" },
        { "stackalloc", "void F() { System.Span<int> x = stackalloc int[2]; }" },
        { "unknown library type System.Span<int>", "void F(int[] a) { var x = System.MemoryExtensions.AsSpan(a); }" },
        { "range", "string F(string x) { return x[1..]; }" },
        { "index from the end", "int F(int[] x) { return x[^1]; }" },
        { "with", "struct S { public int A; } S F(S s) { return s with { A = 1 }; }" },
        { "u8 literal", "void F() { var x = \"a\"u8; }" },
        { "lambda", "void F() { System.Action f = () => { }; }" },
        { "anonymous type", "object F() { return new { A = 1 }; }" },
        { "unsafe", "unsafe void F(int* p) { }" },
        { "init", "int P { get; init; }" },
        { "required", "public required int P;" },
        { "by reference", "void F(ref int x) { }" },
        { "by reference", "void F(out int x) { x = 1; }" },
        { "by reference", "void F(string s) { int.TryParse(s, out int x); }" },
        { "unknown library type decimal", "decimal F() { return 1m; }" },
        { "unknown library type System.Math", "int F(int x) { return System.Math.Abs(x); }" },
        { "unknown library type System.DateTime", "long F() { return System.DateTime.UtcNow.Ticks; }" },
        { "unknown library type System.Text.StringBuilder", "object F() { return new System.Text.StringBuilder(); }" },
        { "foreach over something else than an array", "void F(System.Collections.ArrayList x) { foreach (object o in x) { } }" },
        { "allocation", "object F() { return new object(); }" },
        { "allocation", "int[] F() { return new int[3]; }" },
        { "allocation", "int[] F() { return new[] { 3 }; }" },
    };

    [Theory]
    [MemberData(nameof(Offences))]
    public void Catches(string rule, string snippet)
    {
        var findings = Lint("class C { " + snippet + " }");

        Assert.Contains(findings, finding => finding.Rule == rule);
    }

    [Fact]
    public void Catches_foreign_namespaces() =>
        Assert.Contains(Lint("using System.Linq; class C { }"), finding => finding.Rule == "namespace");

    [Theory]
    [InlineData("enum E { A } int F(E e) { return (int)e; }")]
    [InlineData("string F(int x) { return \"is \" + x; }")]
    [InlineData("int[] a = new int[3]; int F() { int s = 0; foreach (int x in a) s += x; return s; }")]
    [InlineData("object o; C() { o = new object(); }")]
    [InlineData("void F() { throw new System.InvalidOperationException(\"no\"); }")]
    [InlineData("int P { get; private set; } = 1; long Q => P;")]
    [InlineData("int[] a; int F() { int[] b = a; return b[0]; }")]
    [InlineData("int F(int x) { switch (x) { case 1: return 2; default: return 3; } }")]
    [InlineData("string F() { return \"record async yield int[,] $\"; } /* checked List<int> */")]
    public void Lets_plain_code_pass(string snippet) => Assert.Empty(Lint("class C { " + snippet + " }"));

    [Fact]
    public void Core_keeps_to_the_language_and_allocates_only_at_start_up()
    {
        var sources = Read("managed", "EdgeAD.Core");

        Assert.True(sources.Count > 20, "The sources of EdgeAD.Core were not found.");
        Assert.Empty(DeviceLanguage.Check(sources, [], allocationFree: true));
    }

    [Fact]
    public void The_application_keeps_to_the_language_and_allocates_only_at_start_up()
    {
        var all = Read("managed", "EdgeAD.Device");
        var both = all.Where(source => !IsNano(source.Path)).ToList();

        Assert.Contains(both, source => Path.GetFileName(source.Path) == "Application.cs");
        Assert.Empty(DeviceLanguage.Check(both, Read("managed", "EdgeAD.Core"), allocationFree: true));
    }

    /// <summary>What only runs on the camera needs libraries that are not here: their types are not looked at.</summary>
    [Fact]
    public void What_only_runs_on_the_camera_keeps_to_the_language_too()
    {
        var all = Read("managed", "EdgeAD.Device");
        var nano = all.Where(source => IsNano(source.Path)).ToList();
        var context = all.Where(source => !IsNano(source.Path)).Concat(Read("managed", "EdgeAD.Core")).Concat(Read("managed", "EdgeAD.Native", "Interop"));

        Assert.Contains(nano, source => Path.GetFileName(source.Path) == "NativeBoard.cs");
        Assert.DoesNotContain(
            DeviceLanguage.Check(nano, context, allocationFree: false),
            finding => finding.Rule != "namespace" && !finding.Rule.StartsWith("unknown library type", StringComparison.Ordinal));
    }

    [Fact]
    public void The_interop_assembly_keeps_to_the_language()
    {
        var sources = Read("managed", "EdgeAD.Native", "Interop");

        Assert.Contains(sources, source => Path.GetFileName(source.Path) == "LineCalls.cs");
        Assert.Empty(DeviceLanguage.Check(sources, [], allocationFree: true));
    }

    private static bool IsNano(string path) => path.Split(Path.DirectorySeparatorChar).Contains("Nano");

    private static List<Finding> Lint(string text) => DeviceLanguage.Check([("snippet.cs", text)], [], allocationFree: true);

    private static List<(string Path, string Text)> Read(params string[] folder) =>
        Repository.Sources(folder).Select(path => (path, File.ReadAllText(path))).ToList();
}
