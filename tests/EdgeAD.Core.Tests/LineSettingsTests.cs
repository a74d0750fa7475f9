using System.Reflection;
using EdgeAD.Core;

namespace EdgeAD.Core.Tests;

/// <summary>Contradictions in the settings are named, and no setting is left out of the checksum.</summary>
public sealed class LineSettingsTests
{
    [Theory]
    [InlineData("Debounce", -1L)]
    [InlineData("Debounce", 5_000_000_000L)]
    [InlineData("TriggerDelay", 999L)] // less than Debounce
    [InlineData("ExposureTolerance", -1L)]
    [InlineData("JudgementTimeout", 0L)]
    [InlineData("OutputDelay", 100_000L)] // not more than JudgementTimeout
    [InlineData("PulseWidth", 0L)]
    [InlineData("MinGap", -1L)]
    [InlineData("FifoDepth", 0)]
    [InlineData("FifoDepth", 4097)]
    [InlineData("ConsecutiveNgStop", -1)]
    [InlineData("StrobeWidth", 0L)]
    [InlineData("AcknowledgeTimeout", 0L)]
    [InlineData("LogCapacity", 15)]
    [InlineData("TriggerEdge", 2)]
    [InlineData("Polarity", -1)]
    [InlineData("OverrunPolicy", 2)]
    [InlineData("NoJudgementPolicy", 2)]
    [InlineData("Handshake", 3)]
    public void Says_which_setting_is_wrong(string name, object value)
    {
        var settings = new LineSettings();
        var field = typeof(LineSettings).GetField(name)!;
        field.SetValue(settings, field.FieldType.IsEnum ? Enum.ToObject(field.FieldType, value) : value);

        Assert.StartsWith(name, settings.Check(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_right() => Assert.Equal("", new LineSettings().Check());

    [Fact]
    public void Every_setting_changes_the_checksum()
    {
        uint defaults = new LineSettings().Checksum();
        Assert.Equal(defaults, new LineSettings().Checksum());
        foreach (FieldInfo field in typeof(LineSettings).GetFields())
        {
            var settings = new LineSettings();
            long changed = Convert.ToInt64(field.GetValue(settings)) + 1;
            field.SetValue(settings, field.FieldType.IsEnum ? Enum.ToObject(field.FieldType, changed) : Convert.ChangeType(changed, field.FieldType));

            Assert.True(settings.Checksum() != defaults, field.Name);
        }
    }
}
