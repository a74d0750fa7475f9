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
    public void The_interop_assembly_needs_nothing_else_either() =>
        Assert.Empty(DeviceCompilation.Errors(DeviceCompilation.OfFolder("EdgeAD.Native", ["managed", "EdgeAD.Native", "Interop"])));
}
