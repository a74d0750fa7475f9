using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Rules;

/// <summary>Settings that contradict each other. Times are microseconds; see <see cref="CycleBench.Quick"/>.</summary>
public sealed class SettingsRefusalTests
{
    [Fact]
    public void Settings_that_contradict_each_other_are_refused()
    {
        var refusal = Assert.Throws<ArgumentException>(() => new CycleBench(CycleBench.With(settings => settings.OutputDelay = 1000)));

        Assert.Contains("OutputDelay", refusal.Message, StringComparison.Ordinal);
    }
}
