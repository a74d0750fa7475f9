using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeAD.Core.Tests.Interop;

/// <summary>
/// The firmware's side of the native methods: firmware/EdgeAD.Native/edgead_native.cpp lists one C function per method, and firmware/calls/calls.h
/// declares it. Order, signatures, checksum and version must be those of managed/EdgeAD.Native/Interop.
/// </summary>
public sealed partial class FirmwareTableTests
{
    private static readonly string Glue = File.ReadAllText(Repository.PathOf("firmware", "EdgeAD.Native", "edgead_native.cpp"));
    private static readonly string Header = File.ReadAllText(Repository.PathOf("firmware", "calls", "calls.h"));
    private static readonly string[] Pinned = File.ReadAllLines(Repository.PathOf("managed", "EdgeAD.Native", "Interop", "native-table.txt"));

    private static readonly string[] Functions = [.. TableEntry().Matches(Glue).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Methods => Pinned.Where(line => line.Contains("::")).Select(line => line.Split(' ')[1]);

    [Fact]
    public void The_table_lists_the_methods_in_their_order() => Assert.Equal(Methods.Select(FunctionOf), Functions);

    [Fact]
    public void The_functions_have_the_signatures_of_the_methods() =>
        Assert.Equal(Methods.Select(method => method[(method.IndexOf("___STATIC__", StringComparison.Ordinal) + 11)..]), Functions.Select(SignatureOf));

    [Fact]
    public void The_header_declares_nothing_else() =>
        Assert.Equal(Functions.Order(StringComparer.Ordinal), Declaration().Matches(Header).Select(match => match.Groups[2].Value).Order(StringComparer.Ordinal));

    /// <summary>By the regular expression with which nf-interpreter's CMake reads name, checksum and version.</summary>
    [Fact]
    public void The_build_of_the_interpreter_finds_checksum_and_version()
    {
        Match found = Regex.Match(Glue, @"[ \t\r\n]+CLR_RT_NativeAssemblyData[ \t\r\n]+g_CLR_AssemblyNative_EdgeAD_Native[ \t\r\n]*=[^{]+{[^0]+0x([0-9A-Za-z]+)[^{]+{[ \t\r\n]*([0-9]+)[ \t\r\n]*,[ \t\r\n]*([0-9]+)[ \t\r\n]*,[ \t\r\n]*([0-9]+)[ \t\r\n]*,[ \t\r\n]*([0-9]+)");
        Assert.True(found.Success);
        Assert.Contains($"checksum 0x{found.Groups[1].Value}", Pinned);
        string version = string.Join('.', found.Groups.Values.Skip(2).Select(group => group.Value));
        Assert.Contains($"AssemblyVersion(\"{version}\")", File.ReadAllText(Repository.PathOf("managed", "EdgeAD.Native", "Interop", "AssemblyInfo.cs")));
    }

    /// <summary>Both sides name the statuses alike.</summary>
    [Fact]
    public void Statuses_have_the_same_numbers()
    {
        string managed = File.ReadAllText(Repository.PathOf("managed", "EdgeAD.Native", "Interop", "DeviceStatus.cs"));
        var here = ManagedStatus().Matches(managed).ToDictionary(match => match.Groups[1].Value.ToUpperInvariant(), match => match.Groups[2].Value);
        string native = File.ReadAllText(Repository.PathOf("firmware", "status.h"));
        var there = NativeStatus().Matches(native).ToDictionary(match => match.Groups[1].Value.Replace("_", "", StringComparison.Ordinal), match => match.Groups[2].Value);
        Assert.All(here, status => Assert.Equal(status.Value, there[status.Key]));
    }

    /// <summary>EdgeAD_Native_EngineCalls::TryGetResult___STATIC__... is ead_engine_calls_try_get_result.</summary>
    private static string FunctionOf(string method)
    {
        string[] parts = method.Split("::");
        return $"ead{Snake(parts[0]["EdgeAD_Native_".Length..])}{Snake(parts[1].Split("___")[0])}";
    }

    private static string Snake(string name) =>
        string.Concat(name.Select(letter => char.IsUpper(letter) ? "_" + char.ToLower(letter, CultureInfo.InvariantCulture) : letter.ToString()));

    private static string SignatureOf(string function)
    {
        Match declared = Declaration().Matches(Header).Single(match => match.Groups[2].Value == function);
        IEnumerable<string> types = declared.Groups[3].Value.Split(',').Skip(1).Select(parameter => parameter.Trim().Split(' ')[0]);
        return string.Join("__", types.Prepend(declared.Groups[1].Value).Select(TypeOf));
    }

    private static string TypeOf(string type) => type switch
    {
        "int32_t" => "I4",
        "int64_t" => "I8",
        "float" => "R4",
        "bool" => "BOOLEAN",
        "void" => "VOID",
        "ead_bytes" => "SZARRAY_U1",
        "ead_ints" => "SZARRAY_I4",
        "ead_longs" => "SZARRAY_I8",
        "ead_floats" => "SZARRAY_R4",
        _ => throw new ArgumentException($"no managed type for '{type}'"),
    };

    [GeneratedRegex(@"^    Native<(ead_\w+)>,$", RegexOptions.Multiline)]
    private static partial Regex TableEntry();

    [GeneratedRegex(@"^(\w+) (ead_\w+_calls_\w+)\(([^)]*)\);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"public const int (\w+) = (\d+);")]
    private static partial Regex ManagedStatus();

    [GeneratedRegex(@"EAD_D_(\w+) = (\d+)")]
    private static partial Regex NativeStatus();
}
