using System.Xml.Linq;

namespace EdgeAD.Core.Tests.Lint;

/// <summary>The nanoFramework projects, which nothing here can build: what can be checked without the tools is.</summary>
public sealed class DeviceProjectTests
{
    [Theory]
    [InlineData("EdgeAD.Core")]
    [InlineData("EdgeAD.Native")]
    [InlineData("EdgeAD.Device")]
    public void References_are_the_pinned_packages(string project)
    {
        var file = XDocument.Load(Repository.PathOf("managed", project, project + ".nfproj"));
        string[] paths = [.. Elements(file, "HintPath").Select(path => path.Value)];
        string[] packages =
        [
            .. XDocument.Load(Repository.PathOf("managed", project, "packages.config")).Root!.Elements()
                .Select(package => $"{package.Attribute("id")!.Value}.{package.Attribute("version")!.Value}"),
        ];

        Assert.Equal(packages, paths.Select(path => path.Split('\\')[2]));
        Assert.Equal(project, Elements(file, "AssemblyName").Single().Value);
        Assert.Equal("10", Elements(file, "LangVersion").Single().Value);
        foreach (var reference in Elements(file, "ProjectReference"))
            Assert.True(File.Exists(Repository.PathOf("managed", project, reference.Attribute("Include")!.Value.Replace('\\', Path.DirectorySeparatorChar))));
    }

    private static IEnumerable<XElement> Elements(XDocument file, string name) => file.Descendants().Where(element => element.Name.LocalName == name);
}
