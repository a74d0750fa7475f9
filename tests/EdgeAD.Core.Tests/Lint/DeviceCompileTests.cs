namespace EdgeAD.Core.Tests.Lint;

/// <summary>The camera's assemblies compile against a core library that has next to nothing in it, as nanoFramework's has.</summary>
public sealed class DeviceCompileTests
{
    [Fact]
    public void Core_needs_nothing_but_the_smallest_core_library()
    {
        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.CoreLibrary));
        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.OfFolder("EdgeAD.Core", ["managed", "EdgeAD.Core"])));
    }

    [Fact]
    public void The_application_needs_nothing_but_Core()
    {
        var core = DeviceCompilation.OfFolder("EdgeAD.Core", ["managed", "EdgeAD.Core"]);
        var sources = Repository.Sources("managed", "EdgeAD.Device").Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("Nano"));

        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.Create("EdgeAD.Device", sources.Select(File.ReadAllText), DeviceCompilation.CoreLibrary, core)));
    }

    /// <summary>Each call of the board's interfaces has an extern method of the same signature, and the other way round.</summary>
    [Fact]
    public void The_real_board_forwards_every_call_of_the_firmware()
    {
        var core = DeviceCompilation.OfFolder("EdgeAD.Core", ["managed", "EdgeAD.Core"]);
        var native = DeviceCompilation.OfFolder("EdgeAD.Native", ["managed", "EdgeAD.Native", "Interop"]);
        var sources = Repository.Sources("managed", "EdgeAD.Device")
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Contains("Nano") || Path.GetFileName(path) == "NativeBoard.cs").Select(File.ReadAllText).ToArray();
        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.Create("EdgeAD.Device", sources, DeviceCompilation.CoreLibrary, core, native)));

        string board = sources.Single(text => text.Contains("class NativeBoard", StringComparison.Ordinal));
        string calls = string.Concat(Repository.Sources("managed", "EdgeAD.Native", "Interop").Select(File.ReadAllText));
        foreach (System.Text.RegularExpressions.Match call in System.Text.RegularExpressions.Regex.Matches(calls, @"public static extern (\S+ \w+\([^)]*\));"))
            Assert.Contains("public " + call.Groups[1].Value, board);
    }

    [Fact]
    public void The_interop_assembly_needs_nothing_else_either() =>
        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.OfFolder("EdgeAD.Native", ["managed", "EdgeAD.Native", "Interop"])));
}
