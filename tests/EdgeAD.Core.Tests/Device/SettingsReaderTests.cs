using System.Reflection;
using System.Text;
using EdgeAD.Core;
using EdgeAD.Device;

namespace EdgeAD.Core.Tests.Device;

/// <summary>The settings text.</summary>
public sealed class SettingsReaderTests
{
    private static readonly int[] NoPins = [.. Enumerable.Repeat(-1, BoardSignal.Count)];

    [Fact]
    public void Every_parameter_of_the_line_can_be_set_by_name()
    {
        string[] known = [.. LineFields.Names, nameof(LineSettings.EmptyFrom), nameof(LineSettings.EmptyTo)];

        Assert.Equal(typeof(LineSettings).GetFields().Select(field => field.Name).Order(), known.Order());
    }

    [Fact]
    public void Every_field_is_read_and_written_under_its_own_name()
    {
        for (int i = 0; i < LineFields.Names.Length; i++)
        {
            var settings = new LineSettings();
            FieldInfo field = typeof(LineSettings).GetField(LineFields.Names[i])!;
            LineFields.Set(settings, i, 1);
            Assert.Equal(1, Convert.ToInt64(field.GetValue(settings)));
            Assert.Equal(1, LineFields.Get(settings, i));
            if (field.FieldType.IsEnum)
                Assert.Equal(Enum.GetNames(field.FieldType), LineFields.ChoicesOf(i));
            else
                Assert.Empty(LineFields.ChoicesOf(i));
        }
    }

    [Fact]
    public void A_whole_file()
    {
        var settings = Read("# line 4\nOutputDelay=350000\r\n  Polarity = energisetopass\n\nThreshold = -1.25\nEmptyTo = 3.5\nWatchdog = 300\n"
            + "WifiName = my plant\npin.err = 10 inverted\npin.trig = 4 pullup inverted", out string wrong);

        Assert.Equal("", wrong);
        Assert.Equal((350_000L, Polarity.EnergiseToPass, -1.25f, 3.5f, 300), (settings.Line.OutputDelay, settings.Line.Polarity, settings.Threshold, settings.Line.EmptyTo, settings.Watchdog));
        Assert.Equal("my plant", Encoding.ASCII.GetString(settings.WifiName.Bytes, 0, settings.WifiName.Count));
        Assert.Equal((10, BoardSignal.Inverted), (settings.Pins[BoardSignal.Error], settings.Flags[BoardSignal.Error]));
        Assert.Equal((4, BoardSignal.Inverted | BoardSignal.PullUp), (settings.Pins[0], settings.Flags[0]));
    }

    [Theory]
    [InlineData("OutputDelay", "A setting is written Name = value.")]
    [InlineData("a b = 3", "A setting is written Name = value.")]
    [InlineData("OutputDelay =", "The value is missing.")]
    [InlineData("OutputDelay = x", "The value is no whole number from 0 on.")]
    [InlineData("OutputDelay = -5", "The value is no whole number from 0 on.")]
    [InlineData("FifoDepth = 5000000000", "The number is too large.")]
    [InlineData("Polarity = 1", "The value is none of the words that this setting knows.")]
    [InlineData("Threshold = 1.2.3", "The value is no number.")]
    [InlineData("Nothing = 1", "There is no setting of this name.")]
    [InlineData("pin.foo = 1", "There is no signal of this name.")]
    [InlineData("pin.err = 49", "A pin is a number from 0 to 48, or -1.")]
    [InlineData("pin.err = 9 loud", "Behind a pin stand inverted, pullup, pulldown or nothing.")]
    [InlineData("WifiName = 123456789012345678901234567890123", "The text is too long.")]
    public void A_wrong_line_is_named(string line, string reason)
    {
        Read("# first\n" + line + "\n", out string wrong, out int number);

        Assert.Equal((reason, 2), (wrong, number));
    }

    [Theory]
    [InlineData("FifoDepth = 0", "FifoDepth")]
    [InlineData("Watchdog = 50", "Watchdog must be 100")]
    [InlineData("Watchdog = 120", "Watchdog must be longer")]
    [InlineData("pin.err = 5\npin.ok = 5", "Two signals")]
    public void Values_that_contradict_each_other_are_refused_as_a_whole(string text, string reason)
    {
        Read(text, out string wrong, out int number);

        Assert.StartsWith(reason, wrong, StringComparison.Ordinal);
        Assert.Equal(0, number);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        var random = new Random(4);
        const string letters = "OutputDelay=pin.r#\n -0123456789.\r\t";
        for (int i = 0; i < 20_000; i++)
            Read(string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => letters[random.Next(letters.Length)])), out _);
    }

    private static DeviceSettings Read(string text, out string wrong) => Read(text, out wrong, out _);

    private static DeviceSettings Read(string text, out string wrong, out int line)
    {
        var settings = new DeviceSettings(NoPins, new int[BoardSignal.Count]);
        var reader = new SettingsReader();
        wrong = reader.Read(Encoding.ASCII.GetBytes(text), text.Length, settings);
        line = reader.Line;
        return settings;
    }
}
