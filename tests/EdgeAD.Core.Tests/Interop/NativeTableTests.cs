using System.Globalization;
using EdgeAD.Core.Tests.Lint;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeAD.Core.Tests.Interop;

/// <summary>
/// What the native side relies on. A change of the extern methods changes the checksum: draw managed/EdgeAD.Native/Interop/native-table.txt again
/// with <c>EDGEAD_UPDATE_DOCS=1</c>, and change the firmware with it.
/// </summary>
public sealed class NativeTableTests
{
    private static readonly NativeTable Table = NativeTable.Of(
        Image(DeviceCompilation.OfFolder("EdgeAD.Native", ["managed", "EdgeAD.Native", "Interop"])));

    private static string Listing =>
        "# Native method table of EdgeAD.Native; tests/EdgeAD.Core.Tests computes it from the extern methods.\n"
        + $"checksum 0x{Table.Checksum:X8}\n"
        + string.Concat(Table.Entries.Select((entry, index) => string.Create(CultureInfo.InvariantCulture, $"{index} {entry}\n")));

    [Fact]
    public void The_checksum_is_the_one_the_firmware_was_built_for()
    {
        string path = Repository.PathOf("managed", "EdgeAD.Native", "Interop", "native-table.txt");
        if (Environment.GetEnvironmentVariable("EDGEAD_UPDATE_DOCS") == "1")
            File.WriteAllText(path, Listing);

        Assert.Equal(Listing, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_assembly_holds_extern_methods_and_nothing_else() => Assert.DoesNotContain("NULL", Table.Entries);

    [Fact]
    public void The_tables_in_the_comments_are_right()
    {
        string text = string.Concat(Directory.EnumerateFiles(Repository.PathOf("managed", "EdgeAD.Native", "Interop"), "*.cs").Select(File.ReadAllText));
        for (int i = 0; i < Table.Entries.Count; i++)
        {
            string name = Table.Entries[i].Split("::")[1].Split("___")[0];
            Assert.Matches($@"//  {i} +{name} ", text);
        }
    }

    [Fact]
    public void Names_are_ascii_without_digits_so_that_their_order_depends_on_no_culture() =>
        Assert.All(Table.Entries, entry => Assert.Matches("^EdgeAD_Native_[A-Za-z]+::[A-Za-z]+___STATIC__", entry));

    /// <summary>The check value of CRC-32/MPEG-2.</summary>
    [Fact]
    public void The_sum_is_the_mpeg_one() => Assert.Equal(0x0376E6E7u, NativeTable.Crc("123456789"u8.ToArray(), 0xFFFFFFFF));

    [Theory]
    [InlineData("static extern int G();", "static extern int G(long x);")] // signature
    [InlineData("static extern int G();", "static extern int H();")] // name
    [InlineData("static extern int G(); [M(4096)] static extern int H();", "static extern int H(); [M(4096)] static extern int G();")] // order
    [InlineData("static extern int G(); static void M() { }", "static extern int G();")] // a method with a body counts too
    public void The_checksum_sees_every_change(string one, string other) => Assert.NotEqual(ChecksumOf(one), ChecksumOf(other));

    private static uint ChecksumOf(string methods)
    {
        string source = "using M = System.Runtime.CompilerServices.MethodImplAttribute; namespace N; static class C { [M(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)] "
            + methods.Replace("4096", "System.Runtime.CompilerServices.MethodImplOptions.InternalCall", StringComparison.Ordinal) + " }";
        return NativeTable.Of(Image(DeviceCompilation.Create("A", [source], DeviceCompilation.CoreLibrary))).Checksum;
    }

    private static byte[] Image(CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return image.ToArray();
    }
}
